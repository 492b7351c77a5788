import Typography from '@material-ui/core/Typography';
import {
  stateRestorePermission,
  stateUnlockPermission,
  type State,
  type StateLock,
} from '@slipway/plugin-slipway-common';
import { OperationLink, type OperationTarget } from '../operations';
import { bytes, describeSoundness } from '../summary';
import { Facts } from '../tables';
import { Age } from '../verdict';
import { StateVersionsDetails } from './stateVersions';

function lockCondition(lock: StateLock): string | undefined {
  if (lock.corrupt) {
    return 'corrupt';
  }
  return lock.stale ? 'stale' : undefined;
}

const LastGoodDetails = ({
  lastGood,
  target,
}: {
  lastGood: NonNullable<State['lastGood']>;
  target: OperationTarget;
}) => (
  <>
    <Typography variant="subtitle1" component="h4">
      Last good version
    </Typography>
    <Facts
      facts={{
        Serial: lastGood.serial,
        Resources: lastGood.resourceCount,
        Terraform: lastGood.terraformVersion,
        Size: bytes(lastGood.size),
        Written: <Age at={lastGood.lastModified} />,
        Lineage: lastGood.lineage,
      }}
    />
    {lastGood.id && (
      <OperationLink
        operation="restoreState"
        permission={stateRestorePermission}
        target={target}
        fields={{ kind: 'service', version: lastGood.id }}
      >
        Restore the last good version
      </OperationLink>
    )}
  </>
);

const LockDetails = ({
  lock,
  target,
}: {
  lock: StateLock;
  target: OperationTarget;
}) => (
  <>
    <Typography variant="subtitle1" component="h4">
      Lock
    </Typography>
    {lock.remedy && <Typography variant="body2">{lock.remedy}</Typography>}
    <Facts
      facts={{
        'Held by': lock.who ?? 'unknown',
        Operation: lock.operation,
        Since: <Age at={lock.since} />,
        Says: lock.info,
        Condition: lockCondition(lock),
        Id: lock.id,
      }}
    />
    {lock.remedy && lock.id && (
      <OperationLink
        operation="unlockState"
        permission={stateUnlockPermission}
        target={target}
        fields={{ kind: 'service', lockId: lock.id }}
      >
        Unlock
      </OperationLink>
    )}
  </>
);

/** What the stack's state object says of itself, and who holds its lock. */
export const StateDetails = ({
  data,
  target,
}: {
  data: State;
  target: OperationTarget;
}) => (
  <>
    {data.finding && (
      <>
        <Typography variant="body2">{data.finding.message}</Typography>
        <Typography variant="body2" color="textSecondary">
          {data.finding.remedy}
        </Typography>
      </>
    )}
    <Facts
      facts={{
        Soundness: describeSoundness(data),
        Serial: data.serial,
        Resources: data.resourceCount,
        Terraform: data.terraformVersion,
        Size: data.size === undefined ? undefined : bytes(data.size),
        Changed: data.lastModified && <Age at={data.lastModified} />,
        Lineage: data.lineage,
      }}
    />
    {data.lastGood && (
      <LastGoodDetails lastGood={data.lastGood} target={target} />
    )}
    {data.lock && <LockDetails lock={data.lock} target={target} />}
    <StateVersionsDetails target={target} />
  </>
);
