import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface ContainerProcessOptions {
  command: string[];
  workingDirectory?: string;
  environment: Record<string, string>;
  /** File that takes what the process writes. */
  logFile: string;
  /** Called once, when the process is gone or could not be started at all. */
  onExit(result: { exitCode?: number; error?: Error }): void;
}

const SIGNAL_EXIT_CODES: Record<string, number> = {
  SIGINT: 130,
  SIGABRT: 134,
  SIGKILL: 137,
  SIGSEGV: 139,
  SIGTERM: 143,
};

/**
 * The process that stands for a container. It leads a process group of its own, so that what it starts ends with it and
 * a Ctrl-C in the terminal does not reach it before its task is stopped in order.
 */
export class ContainerProcess {
  readonly #child: ChildProcess;
  #ended = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static start(options: ContainerProcessOptions): ContainerProcess {
    const [program, ...args] = options.command;
    const log = openSync(options.logFile, 'a');
    const child = spawn(program, args, {
      cwd: options.workingDirectory,
      detached: true,
      env: options.environment,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const container = new ContainerProcess(child);
    const end = (result: { exitCode?: number; error?: Error }) => {
      if (!container.#ended) {
        container.#ended = true;
        options.onExit(result);
      }
    };
    child.once('error', error => end({ error }));
    child.once('exit', (code, signal) =>
      end({ exitCode: code ?? SIGNAL_EXIT_CODES[signal ?? ''] ?? 255 }),
    );
    return container;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Sends a signal to the process and all that it started. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#ended) {
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended between the check and the signal.
    }
  }
}
