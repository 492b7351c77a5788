import {
  type Deployments,
  imageReleasePermission,
} from '@slipway/plugin-slipway-common';
import { OperationLink } from './OperationLink';
import { type OperationTarget } from './operationForm';

export type ReleaseLinkProps = {
  target: OperationTarget;
  deployments: Deployments;
};

/** The way to a first release, for a stack that has none. */
export const ReleaseLink = ({ target, deployments }: ReleaseLinkProps) =>
  deployments.services.some(service => !service.released) ? (
    <OperationLink
      operation="release"
      permission={imageReleasePermission}
      target={target}
    >
      Release an image
    </OperationLink>
  ) : null;
