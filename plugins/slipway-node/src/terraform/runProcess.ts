import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const MAX_STDERR = 64 * 1024;

/**
 * How long an aborted process may take to end on its own, in milliseconds.
 *
 * @public
 */
export type Grace = {
  /** From SIGINT to SIGTERM: Terraform ends the calls under way, saves state and unlocks. */
  interruptMs: number;
  /** From SIGTERM to SIGKILL. */
  terminateMs: number;
};

const DEFAULT_GRACE: Grace = { interruptMs: 5 * 60_000, terminateMs: 30_000 };

/** @internal */
export type ProcessResult = {
  /** `undefined` when a signal ended the process. */
  exitCode: number | undefined;
  stderr: string;
};

/**
 * Runs a program to its end and hands over its output line by line.
 *
 * @remarks
 * An abort interrupts the process itself and then waits: a Terraform that is killed loses what it did and keeps the lock.
 * The process has a group of its own, so that Ctrl-C at a terminal does not interrupt it a second time, which would mean "now".
 *
 * @throws the error of `spawn`, for example ENOENT.
 * @internal
 */
export async function runProcess(options: {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
  signal?: AbortSignal;
  grace?: Grace;
}): Promise<ProcessResult> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve(code ?? undefined));
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-MAX_STDERR);
  });
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  lines.on('line', line => options.onLine?.(line));

  const release = interruptOnAbort(child, options);
  try {
    return { exitCode: await ended, stderr };
  } finally {
    release();
  }
}

function interruptOnAbort(
  child: ChildProcess,
  options: { signal?: AbortSignal; grace?: Grace },
): () => void {
  const { signal, grace = DEFAULT_GRACE } = options;
  const timers: NodeJS.Timeout[] = [];
  const interrupt = () => {
    child.kill('SIGINT');
    timers.push(
      setTimeout(() => child.kill('SIGTERM'), grace.interruptMs),
      setTimeout(
        () => child.kill('SIGKILL'),
        grace.interruptMs + grace.terminateMs,
      ),
    );
  };
  if (signal?.aborted) {
    interrupt();
  } else {
    signal?.addEventListener('abort', interrupt, { once: true });
  }
  return () => {
    signal?.removeEventListener('abort', interrupt);
    for (const timer of timers) {
      clearTimeout(timer);
    }
  };
}
