import { Link } from '@backstage/core-components';
import {
  type Rollout,
  type RolloutDetails,
  type RolloutRevision,
} from '@slipway/plugin-slipway-common';
import { timeSpan } from '../summary';
import { DataTable, Facts } from '../tables';
import { Age } from '../verdict';
import { hookWait, rolloutPath, rolloutStatus } from './rolloutWords';
import { PartHeading } from './PartHeading';

// What ECS does not keep is not known, and the page says so.
const TOLD_BY: Partial<Record<NonNullable<Rollout['toldBy']>, string>> = {
  deployments:
    'ECS keeps no record of the rollouts of this service: what stands here are its deployments as they are now',
  'task-sets':
    'another controller rolls this service out: ECS shows its task sets, and not how a rollout ended',
};

function describeAlarms(alarms: RolloutDetails['alarms']): string | undefined {
  if (!alarms || alarms.names.length === 0) {
    return undefined;
  }
  return alarms.triggered.length > 0
    ? `triggered: ${alarms.triggered.join(', ')}`
    : `${alarms.names.join(', ')} (none triggered)`;
}

function describeBreaker(breaker: RolloutDetails['circuitBreaker']) {
  return breaker && breaker.status !== 'DISABLED'
    ? `${breaker.failures} of ${breaker.threshold} failures, ${breaker.status
        .toLowerCase()
        .replaceAll('_', ' ')}`
    : 'off';
}

function describeRollback({ rollback, reason }: RolloutDetails) {
  return (
    rollback &&
    [
      rollback.to && `to ${rollback.to}`,
      // Mostly that of the rollout itself, which is told already.
      rollback.reason === reason ? undefined : rollback.reason,
    ]
      .filter(Boolean)
      .join(': ')
  );
}

function revisionCells(revision: RolloutRevision, shifts: boolean) {
  const { role, id, taskDefinition, tasks, traffic, images } = revision;
  return [
    role,
    taskDefinition ?? id,
    tasks
      ? `${tasks.running} running, ${tasks.pending} pending, ${tasks.requested} requested`
      : '–',
    ...(shifts
      ? [
          traffic
            ? `${traffic.production} % production, ${traffic.test} % test`
            : '–',
        ]
      : []),
    images.length > 0
      ? images
          .map(
            ({ container, digest }) => `${container} ${digest ?? 'not known'}`,
          )
          .join(', ')
      : '–',
  ];
}

export type LastRolloutProps = {
  /** Name of the ECS service. */
  service: string;
  rollout: RolloutDetails;
  toldBy: Rollout['toldBy'];
};

/** The last rollout in full: from what to what, how far it is or how it ended, and who decided so. */
export const LastRollout = (props: LastRolloutProps) => {
  const { service, rollout, toldBy } = props;
  const shifts = rollout.revisions.some(({ traffic }) => traffic);
  const waits = rollout.hooks.flatMap(hook => hookWait(hook) ?? []);
  return (
    <>
      <PartHeading>Last rollout</PartHeading>
      <Facts
        facts={{
          Status: rolloutStatus(rollout.status),
          'Waits for': waits.length > 0 ? waits.join(', ') : undefined,
          Reason: rollout.reason,
          Revisions: rolloutPath(rollout),
          Strategy: rollout.strategy?.toLowerCase().replaceAll('_', '/'),
          Stage: rollout.lifecycleStage?.toLowerCase().replaceAll('_', ' '),
          Started: rollout.startedAt && <Age at={rollout.startedAt} />,
          Finished: rollout.finishedAt && <Age at={rollout.finishedAt} />,
          Duration:
            rollout.durationSeconds === undefined
              ? undefined
              : timeSpan(rollout.durationSeconds),
          'Circuit breaker':
            rollout.id && describeBreaker(rollout.circuitBreaker),
          Alarms: describeAlarms(rollout.alarms),
          Rollback: describeRollback(rollout),
          'Known from': toldBy && TOLD_BY[toldBy],
          Console: rollout.consoleUrl && (
            <Link to={rollout.consoleUrl}>Rollout in the AWS console</Link>
          ),
        }}
      />
      {rollout.revisions.length > 0 && (
        <DataTable
          label={`Revisions of ${service}`}
          columns={[
            'Revision',
            'Task definition',
            'Tasks',
            ...(shifts ? ['Traffic'] : []),
            'Digests',
          ]}
          rows={rollout.revisions.map(revision =>
            revisionCells(revision, shifts),
          )}
        />
      )}
    </>
  );
};
