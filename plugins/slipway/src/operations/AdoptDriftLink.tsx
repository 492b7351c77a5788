import {
  type Drift,
  type DriftFinding,
  needsAttention,
  stackPlanPermission,
} from '@slipway/plugin-slipway-common';
import { OperationLink } from './OperationLink';
import { type OperationTarget } from './operationForm';
import { useIsOnGitHub } from './useIsOnGitHub';

export type AdoptDriftLinkProps = { target: OperationTarget; drift: Drift };

/** The other way to mend drift: a pull request that takes what is real into the code. */
export const AdoptDriftLink = ({ target, drift }: AdoptDriftLinkProps) => {
  const isOnGitHub = useIsOnGitHub();
  const { entityRef } = target;
  return isOnGitHub && drift.lastCheck?.findings.some(isPlainValue) ? (
    <OperationLink
      operation="adoptDrift"
      permission={stackPlanPermission}
      target={target}
      // The form names the service: which stack it has is for the portal to say.
      fields={{ stack: undefined, entityRef }}
    >
      Take into the code
    </OperationLink>
  ) : null;
};

// Nothing else is ever written into code.
function isPlainValue(finding: DriftFinding): boolean {
  const { kind, attribute, masked } = finding;
  return (
    kind === 'configuration' &&
    attribute !== undefined &&
    !masked &&
    needsAttention(finding)
  );
}
