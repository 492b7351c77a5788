import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { type BasicPermission } from '@backstage/plugin-permission-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { templateRouteRef } from '../routes';
import {
  formQuery,
  templateOf,
  type Operation,
  type OperationTarget,
} from './operationForm';

export type OperationLinkProps = {
  operation: Operation;
  /** What the operation needs; the link is left out for those who lack it. */
  permission: BasicPermission;
  /** Fills in the form; the link is left out for a service without a stack. */
  target?: OperationTarget;
  /** Further fields of the form. */
  fields?: object;
  /** What the link says. */
  children: string;
};

/** A link that opens an operation's template. It changes nothing by itself. */
export const OperationLink = (props: OperationLinkProps) => {
  const { operation, permission, target, fields, children } = props;
  const { allowed } = usePermission({ permission });
  const templateRoute = useRouteRef(templateRouteRef);
  const hasNoStack = target !== undefined && target.stack === undefined;
  if (!allowed || !templateRoute || hasNoStack) {
    return null;
  }
  const path = templateRoute(templateOf(operation));
  return (
    <LinkButton
      to={target ? `${path}${formQuery(target, fields)}` : path}
      // It looks like a button and leads to a page.
      role="link"
      variant="outlined"
      size="small"
      aria-label={
        target
          ? `${children}: ${target.stack} in ${target.environment}`
          : undefined
      }
    >
      {children}
    </LinkButton>
  );
};
