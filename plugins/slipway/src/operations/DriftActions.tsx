import {
  type Drift,
  stackApplyPermission,
} from '@slipway/plugin-slipway-common';
import { hasDrift } from '../summary';
import { DriftCheckButton } from './DriftCheckButton';
import { OperationLink } from './OperationLink';
import { type OperationTarget } from './operationForm';

export type DriftActionsProps = {
  target: OperationTarget;
  drift: Drift;
  /** Called when a check was accepted. */
  onCheckStarted: () => void;
};

/** What can be done about drift: reconcile where there is some, and look again. */
export const DriftActions = (props: DriftActionsProps) => {
  const { target, drift, onCheckStarted } = props;
  return (
    <>
      {hasDrift(drift) && (
        <OperationLink
          operation="reconcile"
          permission={stackApplyPermission}
          target={target}
          fields={
            drift.state && {
              expectedSerial: drift.state.serial,
              expectedLineage: drift.state.lineage,
            }
          }
        >
          Reconcile
        </OperationLink>
      )}
      <DriftCheckButton
        location={target}
        checking={drift.checking}
        onStarted={onCheckStarted}
      />
    </>
  );
};
