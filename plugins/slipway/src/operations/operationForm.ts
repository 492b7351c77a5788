import { DEFAULT_NAMESPACE } from '@backstage/catalog-model';
import { OPERATION_TEMPLATES } from '@slipway/plugin-slipway-common';

/** A service in one environment, with the stack that deploys it; without one there is nothing that Slipway could operate. */
export type OperationTarget = {
  entityRef: string;
  stack?: string;
  environment: string;
};

/** The name of an operation, a key of `OPERATION_TEMPLATES`. */
export type Operation = keyof typeof OPERATION_TEMPLATES;

/** Where the operation's template is in the catalog: parameters of the scaffolder's route. */
export function templateOf(operation: Operation) {
  return {
    namespace: DEFAULT_NAMESPACE,
    templateName: OPERATION_TEMPLATES[operation],
  };
}

/**
 * The query that fills in the template's form: it has a field of each name.
 *
 * @param more - further fields
 */
export function formQuery(target: OperationTarget, more: object = {}): string {
  const { stack, environment } = target;
  const formData = JSON.stringify({ stack, environment, ...more });
  return `?${new URLSearchParams({ formData })}`;
}
