import type { Service, Task } from '../ecs/model';
import { addEvent, addTaskSetEvent } from '../ecs/rollout/events';
import { specificationFor } from '../ecs/taskSets/taskSets';
import type { TargetGroup, TargetGroups } from './TargetGroups';
import {
  newTargetRecord,
  nextTargetHealth,
  type ProbeResult,
  type TargetRecord,
} from './nextTargetHealth';

async function probe(port: number, group: TargetGroup): Promise<ProbeResult> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${group.path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(group.timeoutSeconds * 1000),
    });
    await answer.arrayBuffer();
    return { code: answer.status };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return { failure: timedOut ? 'timeout' : 'refused' };
  }
}

/** Checks the tasks behind load balancers over HTTP, as the load balancer would. */
export class TargetHealthMonitor {
  readonly #targetGroups: TargetGroups;
  readonly #records = new WeakMap<Task, Map<string, TargetRecord>>();

  private constructor(targetGroups: TargetGroups) {
    this.#targetGroups = targetGroups;
  }

  static create(options: { targetGroups: TargetGroups }): TargetHealthMonitor {
    return new TargetHealthMonitor(options.targetGroups);
  }

  /** Runs one check of each target of a task, and writes the result into the task. */
  async check(service: Service, task: Task): Promise<void> {
    const { loadBalancers } = specificationFor(service, task.startedBy);
    for (const balancer of loadBalancers) {
      const { targetGroupArn, containerName } = balancer;
      const container = task.containers.find(
        ({ name }) => name === containerName,
      );
      const group =
        targetGroupArn && (await this.#targetGroups.find(targetGroupArn));
      if (group && container?.port) {
        await this.#checkTarget(service, task, { group, port: container.port });
      }
    }
  }

  /** Takes a task that stops out of its target groups. */
  drain(task: Task): void {
    for (const arn of task.targets.keys()) {
      task.targets.set(arn, {
        state: 'draining',
        reason: 'Target.DeregistrationInProgress',
        description: 'Target deregistration is in progress',
      });
    }
  }

  async #checkTarget(
    service: Service,
    task: Task,
    target: { group: TargetGroup; port: number },
  ): Promise<void> {
    const { group, port } = target;
    const records = this.#records.get(task) ?? new Map<string, TargetRecord>();
    this.#records.set(task, records);
    let record = records.get(group.arn);
    if (!record) {
      record = newTargetRecord(new Date());
      const text = `registered 1 targets in (target-group ${group.arn})`;
      const now = new Date();
      if (service.taskSets && task.startedBy) {
        addTaskSetEvent(service, task.startedBy, { text, now });
      } else {
        addEvent(service, text, now);
      }
      task.targets.set(group.arn, record.health);
    }
    const result = await probe(port, group);
    const next = nextTargetHealth(record, result, { group, now: new Date() });
    records.set(group.arn, next);
    if (task.desiredStatus === 'RUNNING') {
      task.targets.set(group.arn, next.health);
    }
  }
}
