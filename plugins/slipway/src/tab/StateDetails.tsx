import Typography from '@material-ui/core/Typography';
import { type State, type StateLock } from '@slipway/plugin-slipway-common';
import { bytes } from '../summary';
import { Facts } from '../tables';
import { Age } from '../verdict';

const LockDetails = ({ lock }: { lock: StateLock }) => (
  <>
    <Typography variant="subtitle1" component="h4">
      Lock
    </Typography>
    {lock.corrupt && (
      <Typography variant="body2">
        The lock cannot be read, so force-unlock cannot free it: delete its
        object once no run uses the state.
      </Typography>
    )}
    <Facts
      facts={{
        'Held by': lock.who ?? 'unknown',
        Operation: lock.operation,
        Since: <Age at={lock.since} />,
        Id: lock.id,
      }}
    />
  </>
);

/** What the stack's state object says of itself, and who holds its lock. */
export const StateDetails = ({ data }: { data: State }) => (
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
        Soundness: data.soundness.replaceAll('-', ' '),
        Serial: data.serial,
        Resources: data.resourceCount,
        Terraform: data.terraformVersion,
        Size: data.size === undefined ? undefined : bytes(data.size),
        Changed: data.lastModified && <Age at={data.lastModified} />,
        Lineage: data.lineage,
      }}
    />
    {data.lock && <LockDetails lock={data.lock} />}
  </>
);
