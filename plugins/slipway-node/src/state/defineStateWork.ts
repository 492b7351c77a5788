import { constants, setPriority } from 'node:os';
import { platform } from 'node:process';
import {
  isMainThread,
  parentPort,
  Worker,
  workerData,
} from 'node:worker_threads';
import { isError } from '@backstage/errors';
import { ObjectTooLargeError } from './s3Answers';

// Parsing this much takes a few milliseconds. A service's state has tens of kilobytes.
const MAX_INLINE_BYTES = 512 * 1024;

// 100 MB of state take some 250 MB.
const WORKER_HEAP_MB = 320;

/** The bytes of a state object. @public */
export type StateBytes = {
  body: Buffer;
  /** To be called once the bytes are no longer needed: their memory is given back at once, not when it is collected. */
  release?: () => void;
};

/**
 * Work on the content of states that no request waits for: where the states are large it is done in a thread of its own. They
 * move there, and nothing of them comes back but the result.
 *
 * @param options - `file` is that of the module which defines the work, at its top level: a thread loads it. `name` tells it
 * there from other work.
 * @returns the work; it throws ObjectTooLargeError for what does not fit into 512 MB
 * @public
 */
export function defineStateWork<R>(options: {
  name: string;
  file: () => string;
  work: (states: readonly StateBytes[]) => R;
}): (...bodies: readonly Buffer[]) => Promise<R> {
  const { name, work } = options;
  if (!isMainThread && workerData === name) {
    goBehindRequests();
    parentPort?.once('message', (bodies: Uint8Array[]) =>
      parentPort?.postMessage(work(bodies.map(received))),
    );
  }
  return async (...bodies) => {
    const bytes = bodies.reduce((sum, { length }) => sum + length, 0);
    return bytes <= MAX_INLINE_BYTES
      ? work(bodies.map(body => ({ body })))
      : workInThread<R>({ ...options, bodies, bytes });
  };
}

async function workInThread<R>(options: {
  name: string;
  file: () => string;
  bodies: readonly Buffer[];
  bytes: number;
}): Promise<R> {
  const { name, file, bodies, bytes } = options;
  const worker = new Worker(file(), {
    workerData: name,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  try {
    return await new Promise<R>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', error => reject(threadError(error, bytes)));
      worker.once('exit', () =>
        reject(new Error('The thread that reads a state ended early')),
      );
      worker.postMessage(bodies, bodies.flatMap(movable));
    });
  } finally {
    await worker.terminate();
  }
}

// On Linux a thread has a priority of its own; elsewhere this would slow the whole process down.
function goBehindRequests(): void {
  if (platform === 'linux') {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  }
}

function threadError(error: unknown, bytes: number): unknown {
  return isError(error) && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new ObjectTooLargeError(
        `The state has ${bytes} bytes and holds more than Slipway reads`,
      )
    : error;
}

// A part of a larger buffer has to be copied.
function movable({ buffer, byteLength }: Buffer): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer &&
    buffer.byteLength === byteLength &&
    byteLength > 0
    ? [buffer]
    : [];
}

function received({ buffer, byteOffset, length }: Uint8Array): StateBytes {
  return {
    body: Buffer.from(buffer, byteOffset, length),
    release: () => giveBack(buffer),
  };
}

// Node has had this since 21.
function giveBack(
  buffer: ArrayBufferLike & { transfer?(bytes: number): unknown },
): void {
  buffer.transfer?.(0);
}
