import type { TargetHealthMonitor } from '../targetHealth/TargetHealthMonitor';
import { resourceName } from './arn';
import type { EcsStore } from './EcsStore';
import type { Service, ServiceSpecification, Task } from './model';
import { advanceStages } from './rollout/advanceStages';
import { judgeAlarms, monitoredAlarms } from './rollout/deploymentAlarms';
import { countFailedTask, settleDeployments } from './rollout/deployments';
import { recordDigests } from './rollout/recordDigests';
import { addEvent, addTaskSetEvent, taskList } from './rollout/events';
import {
  planTasks,
  type ServiceTask,
  type TaskPlan,
} from './rollout/planTasks';
import { toServiceTask } from './rollout/toServiceTask';
import {
  countFailedTaskOfSet,
  planTaskSet,
  settleTaskSets,
  specificationFor,
} from './taskSets/taskSets';
import { nextCapacityProvider } from './tasks/nextCapacityProvider';
import { serviceTaskOptions, type TaskOptions } from './tasks/createTask';

export interface ServiceSchedulerOptions {
  store: EcsStore;
  monitor: TargetHealthMonitor;
  startTask(options: TaskOptions): Task;
  /** Stops a task on the scheduler's own account. */
  stopTask(task: Task, reason: string): void;
  /** Those of the alarms that are in alarm. */
  inAlarm(names: string[]): Promise<string[]>;
}

const PROBE_INTERVAL_MS = 1000;
const NO_INSTANCES =
  'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.';

/** What tasks are started for: the primary deployment, or a task set. */
interface TaskOwner {
  id: string;
  specification: ServiceSpecification;
}

/** Carries out the plans for the services of one region, and reports what happens as events. */
export class ServiceScheduler {
  readonly #options: ServiceSchedulerOptions;
  readonly #probing = new Set<Task>();
  #nextProbe = 0;

  private constructor(options: ServiceSchedulerOptions) {
    this.#options = options;
  }

  static create(options: ServiceSchedulerOptions): ServiceScheduler {
    return new ServiceScheduler(options);
  }

  /** One round over all services. */
  tick(): void {
    const { store } = this.#options;
    const probes = Date.now() >= this.#nextProbe;
    if (probes) {
      this.#nextProbe = Date.now() + PROBE_INTERVAL_MS;
      store.forgetOldTasks(new Date());
    }
    for (const service of store.services.values()) {
      if (service.status !== 'INACTIVE') {
        if (probes) {
          this.#probe(service);
          this.#askAlarms(service);
        }
        this.#advance(service);
      }
    }
  }

  /** To be called when a task has stopped: counts it as failed unless somebody wanted it to stop. */
  taskStopped(task: Task): void {
    const { store } = this.#options;
    const service = [...store.services.values()].find(
      ({ name, clusterArn }) =>
        name === task.serviceName && clusterArn === task.clusterArn,
    );
    if (
      service &&
      task.startedBy &&
      (task.stopCode === 'EssentialContainerExited' ||
        task.stopCode === 'TaskFailedToStart')
    ) {
      this.#countFailed(service, task.startedBy);
    }
  }

  #countFailed(service: Service, startedBy: string): void {
    service.steady = false;
    const count = service.taskSets ? countFailedTaskOfSet : countFailedTask;
    count(service, startedBy, new Date());
  }

  #liveTasks(service: Service): Task[] {
    return this.#options.store
      .tasksOf(service)
      .filter(task => task.lastStatus !== 'STOPPED');
  }

  /** Begins a check of each task; a slow answer must not hold up the other services. */
  #probe(service: Service): void {
    const { monitor } = this.#options;
    for (const task of this.#liveTasks(service)) {
      if (task.lastStatus === 'RUNNING' && !this.#probing.has(task)) {
        this.#probing.add(task);
        monitor
          .check(service, task)
          .then(() => this.#replaceUnhealthy(service, task))
          .finally(() => this.#probing.delete(task));
      }
    }
  }

  #askAlarms(service: Service): void {
    const names = monitoredAlarms(service);
    if (names.length > 0) {
      // CloudWatch that does not answer is asked again in a second.
      this.#options.inAlarm(names).then(
        inAlarm => judgeAlarms(service, inAlarm, new Date()),
        () => {},
      );
    }
  }

  #replaceUnhealthy(service: Service, task: Task): void {
    const now = new Date();
    const grace = (service.healthCheckGracePeriodSeconds ?? 0) * 1000;
    const age = now.getTime() - (task.startedAt ?? now).getTime();
    for (const [arn, health] of task.targets) {
      const port = specificationFor(service, task.startedBy).loadBalancers.find(
        ({ targetGroupArn }) => targetGroupArn === arn,
      )?.containerPort;
      if (
        health.state === 'unhealthy' &&
        age >= grace &&
        task.desiredStatus === 'RUNNING'
      ) {
        addEvent(
          service,
          `(task ${task.id}) (port ${port}) is unhealthy in (target-group ${arn}) due to (reason ${health.description}).`,
          now,
        );
        this.#stop(
          service,
          [task],
          `Task failed ELB health checks in (target-group ${arn})`,
        );
        this.#countFailed(service, task.startedBy ?? '');
      }
    }
  }

  #advance(service: Service): void {
    if (service.taskSets) {
      this.#advanceTaskSets(service);
    } else if (service.deployments.length > 0) {
      this.#advanceDeployments(service);
    }
    if (
      service.status === 'DRAINING' &&
      this.#liveTasks(service).length === 0
    ) {
      service.status = 'INACTIVE';
    }
  }

  #advanceDeployments(service: Service): void {
    const now = new Date();
    if (service.schedulingStrategy === 'DAEMON') {
      // One task on each instance, however many there are.
      service.desiredCount = this.#options.store.instancesOf(
        service.clusterArn,
      );
    }
    const [{ id }] = service.deployments;
    this.#carryOut(service, planTasks(service, this.#views(service), now), {
      id,
      specification: service.specification,
    });
    recordDigests(service, this.#liveTasks(service));
    advanceStages(service, this.#views(service), now);
    settleDeployments(service, this.#views(service), now);
  }

  #advanceTaskSets(service: Service): void {
    const now = new Date();
    for (const taskSet of service.taskSets ?? []) {
      const tasks = this.#views(service);
      const plan = planTaskSet(service, taskSet, { tasks, now });
      this.#carryOut(service, plan, taskSet);
    }
    settleTaskSets(service, this.#views(service), now);
  }

  #views(service: Service): ServiceTask[] {
    return this.#liveTasks(service).map(task => toServiceTask(service, task));
  }

  #carryOut(service: Service, plan: TaskPlan, owner: TaskOwner): void {
    const { tasks } = this.#options.store;
    const stopping = plan.stop.flatMap(arn => tasks.get(arn) ?? []);
    if (stopping.length > 0) {
      const kind = service.taskSets ? 'taskSet' : 'deployment';
      this.#stop(
        service,
        stopping,
        `Scaling activity initiated by (${kind} ${owner.id})`,
      );
    }
    if (plan.start > 0) {
      this.#start(service, plan.start, owner);
    }
  }

  #start(service: Service, count: number, owner: TaskOwner): void {
    const { store, startTask } = this.#options;
    const cluster = store.cluster(service.clusterArn);
    const { specification } = owner;
    if (specification.launchType === 'EC2' && cluster.instances === 0) {
      if (!service.events[0]?.message.endsWith(NO_INSTANCES)) {
        addEvent(service, NO_INSTANCES, new Date());
      }
      return;
    }
    const definition = store.taskDefinition(specification.taskDefinition);
    const ids = Array.from({ length: count }, () => {
      const capacityProviderName = nextCapacityProvider(
        specification.capacityProviderStrategy,
        this.#liveTasks(service)
          .filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
          .map(task => task.capacityProviderName),
      );
      return startTask(
        serviceTaskOptions(service, {
          cluster,
          definition,
          capacityProviderName,
          startedBy: owner.id,
          specification,
        }),
      ).id;
    });
    service.steady = false;
    const text = `has started ${count} tasks: ${taskList(ids)}.`;
    const now = new Date();
    if (service.taskSets) {
      addTaskSetEvent(service, owner.id, { text, now });
    } else {
      addEvent(service, text, now);
    }
  }

  #stop(service: Service, tasks: Task[], reason: string): void {
    const now = new Date();
    const groups = new Set(tasks.flatMap(task => [...task.targets.keys()]));
    for (const arn of groups) {
      addEvent(
        service,
        `deregistered ${tasks.length} targets in (target-group ${arn})`,
        now,
      );
    }
    for (const id of new Set(tasks.map(({ startedBy }) => startedBy ?? ''))) {
      const own = tasks.filter(({ startedBy }) => startedBy === id);
      if (groups.size > 0) {
        addTaskSetEvent(service, id, {
          text: `has begun draining connections on ${own.length} tasks.`,
          now,
        });
      }
    }
    for (const task of tasks) {
      this.#options.monitor.drain(task);
      this.#options.stopTask(task, reason);
    }
    service.steady = false;
    const ids = tasks.map(task => resourceName(task.arn));
    addEvent(
      service,
      `has stopped ${tasks.length} running tasks: ${taskList(ids)}.`,
      now,
    );
  }
}
