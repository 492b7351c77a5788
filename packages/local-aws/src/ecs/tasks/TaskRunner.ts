import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../moto/freePort';
import { hexId } from '../arn';
import type { ImageStore, LocalImage } from '../ImageStore';
import type {
  ContainerDefinition,
  StopCode,
  Task,
  TaskContainer,
} from '../model';
import { ContainerProcess } from './ContainerProcess';
import { containerEnvironment } from './containerEnvironment';
import type { TaskOptions } from './createTask';

export interface TaskRunnerOptions {
  imageStore: ImageStore;
  readSecret(valueFrom: string): Promise<string>;
  /** Folder of the process logs, one file a container. */
  logDirectory: string;
  /** How long a process must live before its container counts as running, in milliseconds. */
  settleMs?: number;
  /** Called when a task has reached STOPPED. */
  onStopped(task: Task): void;
}

interface Running {
  processes: ContainerProcess[];
  timers: NodeJS.Timeout[];
}

/** Where the sample service lies; `{sample}` in an image's command stands for it. */
// eslint-disable-next-line no-restricted-syntax -- this package is never built: it runs from its sources
const SAMPLE_DIRECTORY = join(__dirname, '../../../sample-service');
const DEFAULT_SETTLE_MS = 1000;
const DEFAULT_STOP_TIMEOUT_S = 30;

/** A task cannot start; the message is what ECS shows as its stopped reason. */
class StartError extends Error {}

/** Runs tasks as local processes, one for each container, and keeps the task's state in step with them. */
export class TaskRunner {
  readonly #options: TaskRunnerOptions;
  readonly #running = new Map<Task, Running>();
  readonly #killAll = () => this.#signalAll('SIGKILL');

  private constructor(options: TaskRunnerOptions) {
    this.#options = options;
  }

  static create(options: TaskRunnerOptions): TaskRunner {
    mkdirSync(options.logDirectory, { recursive: true });
    const runner = new TaskRunner(options);
    // Whatever ends this process must not leave tasks behind.
    process.on('exit', runner.#killAll);
    return runner;
  }

  /** Begins to start a task and returns at once. */
  start(task: Task, options: TaskOptions): void {
    this.#running.set(task, { processes: [], timers: [] });
    this.#launch(task, options).catch(error => {
      this.#stopWith(task, 'TaskFailedToStart', error.message);
    });
  }

  /** Stops a task as its owner asks: SIGTERM, and SIGKILL after the definition's stop timeout. */
  stop(
    task: Task,
    cause: { stopCode: StopCode; reason: string; timeoutSeconds?: number },
  ): void {
    const { stopCode, reason, timeoutSeconds } = cause;
    this.#stopWith(task, stopCode, reason, timeoutSeconds);
  }

  /** Ends every process; for the end of the emulator. */
  async stopAll(): Promise<void> {
    process.off('exit', this.#killAll);
    for (const task of this.#running.keys()) {
      this.#stopWith(task, 'ServiceSchedulerInitiated', 'Emulator stops', 3);
    }
    while (this.#running.size > 0) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  async #launch(task: Task, options: TaskOptions): Promise<void> {
    task.lastStatus = 'PENDING';
    task.pullStartedAt = new Date();
    const { definition } = options;
    const prepared = [];
    for (const [index, container] of task.containers.entries()) {
      const containerDefinition = definition.containerDefinitions[index];
      const image = await this.#pull(container);
      prepared.push({
        container,
        image,
        environment: await this.#environment(container, {
          definition: containerDefinition,
          image,
          options,
        }),
      });
    }
    task.pullStoppedAt = new Date();
    for (const { container, image, environment } of prepared) {
      if (task.desiredStatus === 'STOPPED') {
        break;
      }
      this.#run(task, container, { image, environment });
    }
    this.#settle(task);
  }

  async #pull(container: TaskContainer): Promise<LocalImage> {
    const image = await this.#options.imageStore
      .resolve(container.image)
      .catch(error => {
        throw new StartError(
          `CannotPullContainerError: ${container.image}: ${error.message}`,
        );
      });
    if (!image) {
      throw new StartError(
        `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${container.image}: ${container.image}: not found`,
      );
    }
    container.imageDigest = image.digest;
    return image;
  }

  async #environment(
    container: TaskContainer,
    from: {
      definition: ContainerDefinition;
      image: LocalImage;
      options: TaskOptions;
    },
  ): Promise<Record<string, string>> {
    const { definition, image, options } = from;
    const secrets: Record<string, string> = {};
    for (const { name, valueFrom } of definition.secrets ?? []) {
      try {
        secrets[name] = await this.#options.readSecret(valueFrom);
      } catch (error) {
        throw new StartError(
          `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ${
            error instanceof Error ? error.message : error
          }`,
        );
      }
    }
    container.port = await freePort();
    return containerEnvironment({
      definition,
      image: image.environment,
      overrides: options.environmentOverrides?.find(
        ({ name }) => name === container.name,
      )?.environment,
      secrets,
      port: container.port,
    });
  }

  #run(
    task: Task,
    container: TaskContainer,
    from: { image: LocalImage; environment: Record<string, string> },
  ): void {
    const { image, environment } = from;
    const replace = (word: string) =>
      word.replaceAll('{sample}', SAMPLE_DIRECTORY);
    container.runtimeId = `${task.id}-${hexId(10)}`;
    const child = ContainerProcess.start({
      command: image.command.map(replace),
      workingDirectory: image.workingDirectory,
      environment,
      logFile: join(
        this.#options.logDirectory,
        `${task.id}-${container.name}.log`,
      ),
      onExit: result => this.#exited(task, container, result),
    });
    this.#running.get(task)?.processes.push(child);
  }

  #settle(task: Task): void {
    const timer = setTimeout(() => {
      if (task.desiredStatus === 'RUNNING') {
        task.lastStatus = 'RUNNING';
        task.startedAt = new Date();
        for (const container of task.containers) {
          if (container.lastStatus === 'PENDING') {
            container.lastStatus = 'RUNNING';
          }
        }
      }
    }, this.#options.settleMs ?? DEFAULT_SETTLE_MS);
    this.#running.get(task)?.timers.push(timer);
  }

  #exited(
    task: Task,
    container: TaskContainer,
    result: { exitCode?: number; error?: Error },
  ): void {
    container.lastStatus = 'STOPPED';
    container.exitCode = result.exitCode;
    if (result.error) {
      container.reason = `CannotStartContainerError: ${result.error.message}`;
    }
    if (container.essential && task.desiredStatus === 'RUNNING') {
      this.#stopWith(
        task,
        result.error ? 'TaskFailedToStart' : 'EssentialContainerExited',
        container.reason ?? 'Essential container in task exited',
      );
    }
    this.#concludeIfEnded(task);
  }

  #stopWith(
    task: Task,
    stopCode: StopCode,
    reason: string,
    timeoutSeconds = DEFAULT_STOP_TIMEOUT_S,
  ): void {
    const running = this.#running.get(task);
    if (!running) {
      return;
    }
    if (task.desiredStatus === 'RUNNING') {
      task.desiredStatus = 'STOPPED';
      task.lastStatus = 'DEACTIVATING';
      task.stoppingAt = new Date();
      task.stopCode = stopCode;
      task.stoppedReason = reason;
    }
    for (const child of running.processes) {
      child.kill('SIGTERM');
    }
    running.timers.push(
      setTimeout(() => {
        for (const child of running.processes) {
          child.kill('SIGKILL');
        }
      }, timeoutSeconds * 1000),
    );
    this.#concludeIfEnded(task);
  }

  #concludeIfEnded(task: Task): void {
    const running = this.#running.get(task);
    if (
      !running ||
      task.desiredStatus === 'RUNNING' ||
      running.processes.some(child => !child.ended)
    ) {
      return;
    }
    for (const timer of running.timers) {
      clearTimeout(timer);
    }
    this.#running.delete(task);
    task.lastStatus = 'STOPPED';
    task.stoppedAt = new Date();
    for (const container of task.containers) {
      container.lastStatus = 'STOPPED';
    }
    this.#options.onStopped(task);
  }

  #signalAll(signal: 'SIGTERM' | 'SIGKILL'): void {
    for (const { processes } of this.#running.values()) {
      for (const child of processes) {
        child.kill(signal);
      }
    }
  }
}
