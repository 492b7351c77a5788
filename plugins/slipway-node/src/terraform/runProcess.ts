import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { OutputFile } from './OutputFile';

// How long a line waits to be read.
const POLL_MS = 50;

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
 * It goes on where this process is killed, and ends what it began ({@link OutputFile}).
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
  const { onLine = () => undefined } = options;
  const stdout = await OutputFile.create();
  const stderr = await OutputFile.create();
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', stdout.fd, stderr.fd],
      detached: true,
    });
    const over = new AbortController();
    const ended = new Promise<number | undefined>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', code => resolve(code ?? undefined));
    }).finally(() => over.abort());
    const release = interruptOnAbort(child, options);
    try {
      const [exitCode] = await Promise.all([
        ended,
        follow(stdout, { onLine, over: over.signal }),
      ]);
      await stdout.readRest(onLine);
      return { exitCode, stderr: await stderr.readEnd(MAX_STDERR) };
    } finally {
      release();
    }
  } finally {
    await Promise.all([stdout.close(), stderr.close()]);
  }
}

async function follow(
  output: OutputFile,
  options: { onLine: (line: string) => void; over: AbortSignal },
): Promise<void> {
  const { onLine, over } = options;
  while (!over.aborted) {
    await output.readLines(onLine);
    await sleep(POLL_MS, undefined, { signal: over }).catch(() => undefined);
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
