import {
  type LifecycleHook,
  type PastRollout,
  type RolloutDetails,
} from '@slipway/plugin-slipway-common';

const STATUS_WORDS: Record<string, string> = {
  PENDING: 'waits to begin',
  IN_PROGRESS: 'in progress',
  SUCCESSFUL: 'succeeded',
  STOP_REQUESTED: 'is being stopped',
  STOPPED: 'was stopped',
  ROLLBACK_REQUESTED: 'failed, rollback requested',
  ROLLBACK_IN_PROGRESS: 'failed, rolling back',
  ROLLBACK_SUCCESSFUL: 'failed, and was rolled back',
  ROLLBACK_FAILED: 'failed, and could not be rolled back',
  COMPLETED: 'completed',
  FAILED: 'failed',
  STEADY_STATE: 'steady',
  STABILIZING: 'stabilizing',
};

/** ECS's status of a rollout in words; one that is not known stands as it is. */
export function rolloutStatus(status: string): string {
  return STATUS_WORDS[status] ?? status;
}

const OUTCOME_WORDS: Record<PastRollout['outcome'], string> = {
  succeeded: 'Succeeded',
  'rolled-back': 'Rolled back',
  failed: 'Failed',
  stopped: 'Stopped',
  'in-progress': 'In progress',
  unknown: 'Unknown',
};

export function rolloutOutcome(outcome: PastRollout['outcome']): string {
  return OUTCOME_WORDS[outcome];
}

/** `slipway-orders:3 → slipway-orders:4`; undefined where only one revision is known. */
export function rolloutPath({ revisions }: RolloutDetails): string | undefined {
  const named = (role: 'source' | 'target') =>
    [
      ...new Set(
        revisions
          .filter(revision => revision.role === role)
          .map(({ taskDefinition, id }) => taskDefinition ?? id),
      ),
    ].join(', ');
  const [from, to] = [named('source'), named('target')];
  return from && to ? `${from} → ${to}` : to || from || undefined;
}

const DEFAULT_ACTIONS: Record<string, string> = {
  CONTINUE: 'then it continues by itself',
  ROLLBACK: 'then it rolls back by itself',
};

/**
 * What a rollout waits for: `a person, until 10 Jan 2026, 12:30; then it rolls back by itself`. Undefined for a hook that
 * does not make it wait.
 */
export function hookWait(hook: LifecycleHook): string | undefined {
  const { status, type, expiresAt, defaultAction } = hook;
  if (status !== 'AWAITING_ACTION' && status !== 'IN_PROGRESS') {
    return undefined;
  }
  const who = type === 'PAUSE' ? 'a person' : 'a function';
  const until = expiresAt && `, until ${new Date(expiresAt).toLocaleString()}`;
  const then = defaultAction && (DEFAULT_ACTIONS[defaultAction] ?? '');
  return `${who}${until ?? ''}${then ? `; ${then}` : ''}`;
}
