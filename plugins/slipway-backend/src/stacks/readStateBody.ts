import {
  isMainThread,
  parentPort,
  Worker,
  workerData,
} from 'node:worker_threads';
import {
  assessState,
  type StateAssessment,
} from '@slipway/plugin-slipway-node';
import { isError } from '@backstage/errors';
import { ProblemError } from '../problems';
import { stackFacts, type StackFacts } from './stackFacts';

/** What a state object says, without its content. */
export interface ReadState {
  assessment: StateAssessment;
  facts?: StackFacts;
}

// Parsing this much takes a few milliseconds. A service's state has tens of kilobytes.
const MAX_INLINE_BYTES = 512 * 1024;

// 100 MB of state take some 250 MB.
const WORKER_HEAP_MB = 320;

// Tells this module, loaded as a thread, what it is for.
const READ_STATE = 'slipway: read a state';

/**
 * Reads a state object. A large one is read in a thread of its own, so that nothing else waits for it: it moves there, and its
 * content never comes back.
 */
export async function readStateBody(body: Buffer): Promise<ReadState> {
  return body.length <= MAX_INLINE_BYTES
    ? withoutContent(body)
    : readInThread(body);
}

function withoutContent(body: Buffer, onDecoded?: () => void): ReadState {
  const { file, ...assessment } = assessState(body, { release: onDecoded });
  return { assessment, facts: file && stackFacts(file) };
}

async function readInThread(body: Buffer): Promise<ReadState> {
  const worker = new Worker(__filename, {
    workerData: READ_STATE,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  try {
    return await new Promise<ReadState>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', error => reject(threadError(error, body.length)));
      worker.once('exit', () =>
        reject(new Error('The thread that reads a state ended early')),
      );
      worker.postMessage(body, movable(body));
    });
  } finally {
    await worker.terminate();
  }
}

function threadError(error: unknown, bytes: number): unknown {
  return isError(error) && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new ProblemError({
        code: 'state-too-large',
        message: `The state has ${bytes} bytes and holds more than Slipway reads`,
        remedy:
          'Split the stack, or look whether the object on its key is a state at all',
      })
    : error;
}

// A part of a larger buffer has to be copied.
function movable({ buffer, byteLength }: Buffer): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? [buffer]
    : [];
}

if (!isMainThread && workerData === READ_STATE) {
  parentPort?.once('message', ({ buffer, byteOffset, length }: Uint8Array) => {
    const body = Buffer.from(buffer, byteOffset, length);
    parentPort?.postMessage(withoutContent(body, () => release(buffer)));
  });
}

// Gives the memory back at once, not when it is collected. Node has had this since 21.
function release(
  buffer: ArrayBufferLike & { transfer?(bytes: number): unknown },
): void {
  buffer.transfer?.(0);
}
