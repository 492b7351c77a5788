import { type Container, type Task } from '@aws-sdk/client-ecs';
import {
  type DeployedService,
  type FailureEvent,
  type TaskFailure,
} from '@slipway/plugin-slipway-common';
import { lastPart } from '../stacks';
import { type EcsSnapshot } from './EcsSnapshot';
import { diagnose } from './diagnose';
import { isInTrouble } from './isInTrouble';
import { rolloutOf } from './rollout';
import { withoutIds } from './withoutIds';

const EXAMPLES = 2;

// ECS stops these because it was told to, or because others take their place.
const ORDINARY_STOP = /^Scaling activity initiated by/;

// ECS tells events by their text alone.
const FAILURE_EVENT =
  /\bfail|unhealthy|not healthy|unable|could not|can no longer|timed out|error|throttl|missing|alarm detected|rolling back/i;

// A service may be called anything, `failover` too.
const SERVICE_NAME = /^\(?service \(?[^\s)]+\)?/;

/** Signals by which ECS ends the containers of a task once another one has ended: they are not the cause. */
const KILLED: readonly number[] = [137, 143];

/**
 * Why the last rollout failed, or why fewer tasks run than desired: the tasks that stopped since it began, grouped by their
 * cause, and the events that tell of failures.
 */
export function failuresOf(snapshot: EcsSnapshot): DeployedService['failures'] {
  if (!isInTrouble(snapshot)) {
    return undefined;
  }
  const since = Date.parse(rolloutOf(snapshot)?.startedAt ?? '') || 0;
  const tasks = taskFailures(
    (snapshot.stoppedTasks ?? []).filter(task => stopTime(task) >= since),
  );
  const events = failureEvents(
    (snapshot.service.events ?? []).flatMap(({ createdAt, message }) =>
      createdAt && message && createdAt.getTime() >= since
        ? { at: createdAt, message }
        : [],
    ),
  );
  return tasks.length + events.length > 0 ? { tasks, events } : undefined;
}

function taskFailures(tasks: readonly Task[]): TaskFailure[] {
  const groups = new Map<string, TaskFailure>();
  const newestFirst = [...tasks].sort((a, b) => stopTime(b) - stopTime(a));
  for (const task of newestFirst) {
    if (ORDINARY_STOP.test(task.stoppedReason ?? '')) {
      continue;
    }
    const { stopCode } = task;
    const blamed = blamedContainer(task);
    const reason = withoutIds(reasonOf(task, blamed));
    const { name: container, exitCode } = blamed ?? {};
    const id = JSON.stringify([stopCode, reason, container, exitCode]);
    const failure: TaskFailure = groups.get(id) ?? {
      stopCode,
      reason,
      container,
      exitCode,
      count: 0,
      lastAt: new Date(stopTime(task)).toISOString(),
      examples: [],
      diagnosis: diagnose({ text: reason, exitCode }),
    };
    failure.count += 1;
    if (failure.examples.length < EXAMPLES) {
      failure.examples.push(lastPart(task.taskArn ?? ''));
    }
    groups.set(id, failure);
  }
  return [...groups.values()];
}

function stopTime(task: Task): number {
  const moment = task.stoppedAt ?? task.stoppingAt ?? task.createdAt;
  return moment?.getTime() ?? 0;
}

/** The container that made the task stop, so far as ECS lets one tell. */
function blamedContainer(task: Task): Container | undefined {
  const containers = task.containers ?? [];
  const explained = containers.find(({ reason }) => reason);
  if (explained || task.stopCode !== 'EssentialContainerExited') {
    return explained;
  }
  const failed = containers.filter(({ exitCode }) => exitCode);
  return (
    failed.find(({ exitCode = 0 }) => !KILLED.includes(exitCode)) ??
    failed[0] ??
    containers.find(({ exitCode }) => exitCode === 0)
  );
}

function reasonOf(task: Task, container: Container | undefined): string {
  const { stoppedReason = '' } = task;
  const reason = container?.reason ?? '';
  if (!reason || stoppedReason.includes(reason)) {
    return stoppedReason;
  }
  return stoppedReason ? `${stoppedReason}: ${reason}` : reason;
}

function failureEvents(
  events: readonly { at: Date; message: string }[],
): FailureEvent[] {
  const groups = new Map<string, FailureEvent>();
  const newestFirst = [...events].sort((a, b) => Number(b.at) - Number(a.at));
  for (const { at, message: text } of newestFirst) {
    if (!FAILURE_EVENT.test(text.replace(SERVICE_NAME, ''))) {
      continue;
    }
    const message = withoutIds(text);
    const event: FailureEvent = groups.get(message) ?? {
      message,
      count: 0,
      lastAt: at.toISOString(),
      diagnosis: diagnose({ text: message }),
    };
    event.count += 1;
    groups.set(message, event);
  }
  return [...groups.values()];
}
