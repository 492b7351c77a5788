import { type DriftFinding } from '@slipway/plugin-slipway-common';

/** Why a count differs where autoscaling owns it. */
export const AUTOSCALED =
  'Autoscaling owns the number of tasks: it moves with the load';

/** Why a service runs another revision than the state says, where a newer one of the same family was registered. */
export const RELEASED_OUTSIDE =
  'A newer revision of the same task definition was released outside of Terraform, as a pipeline does';

/**
 * Marks what is to be expected though it differs. It stays visible and asks for nothing.
 *
 * @param autoscaled - addresses of the ECS services whose count autoscaling owns
 */
export function explainDrift(
  findings: readonly DriftFinding[],
  autoscaled: ReadonlySet<string>,
): DriftFinding[] {
  return findings.map(finding => {
    const explanation = explanationOf(finding, autoscaled);
    return explanation ? { ...finding, explanation } : finding;
  });
}

function explanationOf(
  finding: DriftFinding,
  autoscaled: ReadonlySet<string>,
): string | undefined {
  const { kind, address, attribute, declared, actual } = finding;
  if (kind !== 'configuration' || !isEcsService(address)) {
    return undefined;
  }
  if (attribute === 'desired_count') {
    return autoscaled.has(address) ? AUTOSCALED : undefined;
  }
  return attribute === 'task_definition' && isNewerRevision(declared, actual)
    ? RELEASED_OUTSIDE
    : undefined;
}

/** Whether an ARN or `family:revision` names a later revision of the same family as another. */
export function isNewerRevision(
  declared: string | undefined,
  actual: string | undefined,
): boolean {
  const before = revisionOf(declared);
  const after = revisionOf(actual);
  return (
    before !== undefined &&
    after !== undefined &&
    before.family === after.family &&
    after.revision > before.revision
  );
}

/** Whether an address is that of an ECS service, in a module or not. */
export function isEcsService(address: string): boolean {
  return /(^|\.)aws_ecs_service\.[^.]+$/.test(address);
}

function revisionOf(text: string | undefined) {
  const match = /(?:^|\/)([\w-]+):(\d+)$/.exec(text ?? '');
  return match ? { family: match[1], revision: Number(match[2]) } : undefined;
}
