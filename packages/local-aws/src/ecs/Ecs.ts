import { join } from 'node:path';
import type { InternalClient } from '../client/InternalClient';
import { scrapeTargets } from '../prometheus/scrapeTargets';
import { TargetsFile } from '../prometheus/TargetsFile';
import { TargetGroups } from '../targetHealth/TargetGroups';
import type { Target } from '../targetHealth/TargetHealthHandler';
import { TargetHealthMonitor } from '../targetHealth/TargetHealthMonitor';
import { AlarmReader } from './AlarmReader';
import type { EcsContext } from './api/operation';
import { EcsStore } from './EcsStore';
import type { ImageStore } from './ImageStore';
import type { Task } from './model';
import { ServiceScheduler } from './ServiceScheduler';
import { specificationFor } from './taskSets/taskSets';
import { createTask, type TaskOptions } from './tasks/createTask';
import { SecretReader } from './tasks/SecretReader';
import { TaskRunner } from './tasks/TaskRunner';

export interface EcsOptions {
  accountId: string;
  dataDirectory: string;
  imageStore: ImageStore;
  /** Reaches the load balancer's control plane and the secrets. */
  client: InternalClient;
}

interface Region {
  store: EcsStore;
  scheduler: ServiceScheduler;
}

const TICK_MS = 200;

/** ECS with everything that lives: stores by region, the scheduler's clock, tasks as processes, scrape targets. */
export class Ecs {
  readonly #options: EcsOptions;
  readonly #regions = new Map<string, Region>();
  readonly #targetGroups: TargetGroups;
  readonly #alarms: AlarmReader;
  readonly #monitor: TargetHealthMonitor;
  readonly #runner: TaskRunner;
  readonly #targetsFile: TargetsFile;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: EcsOptions) {
    const { client, dataDirectory, imageStore } = options;
    const secrets = SecretReader.create({ client });
    this.#options = options;
    this.#alarms = AlarmReader.create({ client });
    this.#targetGroups = TargetGroups.create({ client });
    this.#monitor = TargetHealthMonitor.create({
      targetGroups: this.#targetGroups,
    });
    this.#runner = TaskRunner.create({
      imageStore,
      readSecret: valueFrom => secrets.read(valueFrom),
      logDirectory: join(dataDirectory, 'logs'),
      onStopped: task => {
        for (const { scheduler, store } of this.#regions.values()) {
          if (store.tasks.get(task.arn) === task) {
            scheduler.taskStopped(task);
          }
        }
      },
    });
    this.#targetsFile = TargetsFile.create({
      path: join(dataDirectory, 'targets.json'),
    });
  }

  static create(options: EcsOptions): Ecs {
    const ecs = new Ecs(options);
    ecs.#schedule();
    return ecs;
  }

  /** What an operation of one region works on. */
  context(region: string, callerArn: string): EcsContext {
    const { store } = this.#region(region);
    return {
      store,
      now: new Date(),
      callerArn,
      startTask: options => this.#startTask(store, options),
      stopTask: (task, reason) => {
        this.#monitor.drain(task);
        this.#runner.stop(task, { stopCode: 'UserInitiated', reason });
      },
      checkTargetGroups: async loadBalancers => {
        for (const { targetGroupArn } of loadBalancers) {
          if (targetGroupArn) {
            await this.#targetGroups.check(targetGroupArn);
          }
        }
      },
    };
  }

  /** What is known in a region. */
  storeOf(region: string): EcsStore {
    return this.#region(region).store;
  }

  /** All live tasks that are registered with a target group. */
  targetsOf(targetGroupArn: string): Target[] {
    return this.#liveTasks().flatMap(({ task, store }) => {
      const health = task.targets.get(targetGroupArn);
      const service = [...store.services.values()].find(
        ({ name, clusterArn }) =>
          name === task.serviceName && clusterArn === task.clusterArn,
      );
      const balancer =
        service &&
        specificationFor(service, task.startedBy).loadBalancers.find(
          candidate => candidate.targetGroupArn === targetGroupArn,
        );
      return health && balancer
        ? {
            address: task.networkInterface.privateIPv4Address,
            port: balancer.containerPort ?? 0,
            availabilityZone: task.availabilityZone,
            health,
          }
        : [];
    });
  }

  /** Where the processes of the live tasks really listen; ECS has no word for this. */
  listeners(): object[] {
    return this.#liveTasks().flatMap(({ task }) =>
      task.containers.map(({ name, port }) => ({
        cluster: task.clusterArn.split('/')[1],
        service: task.serviceName,
        task: task.id,
        container: name,
        lastStatus: task.lastStatus,
        url: port ? `http://127.0.0.1:${port}` : undefined,
      })),
    );
  }

  /** Gives the clusters of a name EC2 instances, or takes them away: daemons follow them. */
  setInstances(of: { cluster: string; count: number }): void {
    for (const { store } of this.#regions.values()) {
      const cluster = store.clusters.get(of.cluster);
      if (cluster) {
        cluster.instances = of.count;
      }
    }
  }

  /**
   * Takes the capacity of running Spot tasks away, as AWS does when it needs it: all of a service, or one task.
   *
   * @returns ids of the tasks that are being stopped.
   */
  interruptSpot(of: { service?: string; task?: string }): string[] {
    const interrupted = this.#liveTasks()
      .map(({ task }) => task)
      .filter(
        task =>
          task.capacityProviderName === 'FARGATE_SPOT' &&
          task.lastStatus === 'RUNNING' &&
          (of.task === undefined || of.task === task.id) &&
          (of.service === undefined || of.service === task.serviceName),
      );
    for (const task of interrupted) {
      this.#monitor.drain(task);
      this.#runner.stop(task, {
        stopCode: 'SpotInterruption',
        reason: 'Your Spot Task was interrupted.',
      });
    }
    return interrupted.map(({ id }) => id);
  }

  /** Ends every task. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#runner.stopAll();
    this.#targetsFile.write([]);
  }

  #liveTasks(): { task: Task; store: EcsStore }[] {
    return [...this.#regions.values()].flatMap(({ store }) =>
      [...store.tasks.values()]
        .filter(task => task.lastStatus !== 'STOPPED')
        .map(task => ({ task, store })),
    );
  }

  #region(name: string): Region {
    const known = this.#regions.get(name);
    if (known) {
      return known;
    }
    const { accountId } = this.#options;
    const store = EcsStore.create({ accountId, region: name });
    const scheduler = ServiceScheduler.create({
      store,
      monitor: this.#monitor,
      startTask: options => this.#startTask(store, options),
      stopTask: (task, reason) =>
        this.#runner.stop(task, {
          stopCode: 'ServiceSchedulerInitiated',
          reason,
        }),
      inAlarm: names => this.#alarms.inAlarm(name, names),
    });
    const region = { store, scheduler };
    this.#regions.set(name, region);
    return region;
  }

  #startTask(store: EcsStore, options: TaskOptions): Task {
    const task = createTask(options, store.scope, new Date());
    store.tasks.set(task.arn, task);
    this.#runner.start(task, options);
    return task;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      for (const { scheduler } of this.#regions.values()) {
        scheduler.tick();
      }
      this.#targetsFile.write(
        this.#liveTasks().flatMap(({ task, store }) =>
          scrapeTargets(task, store.taskDefinition(task.taskDefinitionArn)),
        ),
      );
      this.#schedule();
    }, TICK_MS);
  }
}
