import { useState } from 'react';
import Button from '@material-ui/core/Button';
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  driftCheckPermission,
  type Problem,
} from '@slipway/plugin-slipway-common';
import { slipwayApiRef, toProblem, type ServiceLocation } from '../api';
import { ProblemNote } from '../verdict';

export type DriftCheckButtonProps = {
  location: ServiceLocation;
  /** True while a check is queued or runs. */
  checking: boolean;
  /** Called when a check was accepted. */
  onStarted: () => void;
};

/** Starts a full drift check; left out for those who may not. */
export const DriftCheckButton = (props: DriftCheckButtonProps) => {
  const { location, checking, onStarted } = props;
  const api = useApi(slipwayApiRef);
  const { allowed } = usePermission({ permission: driftCheckPermission });
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  if (!allowed) {
    return null;
  }

  const start = async () => {
    setStarting(true);
    setProblem(undefined);
    try {
      await api.startDriftCheck(location);
      onStarted();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setStarting(false);
    }
  };

  const busy = starting || checking;
  const label = busy ? 'Checking…' : 'Check now';
  return (
    <>
      <Button
        variant="outlined"
        size="small"
        // Stays focusable while a check runs, so that the keyboard's place is not lost.
        aria-disabled={busy}
        aria-label={`${label}: drift in ${location.environment}`}
        onClick={busy ? undefined : start}
      >
        {label}
      </Button>
      {problem && (
        <div role="alert">
          The drift check did not start.
          <ProblemNote problem={problem} />
        </div>
      )}
    </>
  );
};
