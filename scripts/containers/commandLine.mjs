import { spawn } from 'node:child_process';
import path from 'node:path';
import { PlainError } from '../lib/report.mjs';

const LAST_LINES = 40;

/**
 * Runs a command to its end and resolves with what it wrote to standard output. Throws a PlainError with its last
 * lines when it fails. `what` names it there.
 */
export function commandLine([program, ...args], options = {}) {
  const { what = `${path.basename(program)} ${args[0]}`, ...spawnOptions } =
    options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...spawnOptions,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let answer = '';
    let all = '';
    const collect = (chunk, isAnswer) => {
      answer += isAnswer ? chunk : '';
      all += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', chunk => collect(chunk, true));
    child.stderr.setEncoding('utf8').on('data', chunk => collect(chunk, false));
    child.once('error', error =>
      reject(
        error.name === 'AbortError'
          ? new PlainError(`${what} was interrupted.`)
          : error,
      ),
    );
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve(answer);
        return;
      }
      const last = all.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
      reject(
        new PlainError(
          `${what} ended with ${signal ?? `code ${code}`}:\n${last}`,
        ),
      );
    });
  });
}
