import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const GRACE_MS = 15_000;

/**
 * The processes that one command started. Each has a process group of its own, so that stopping reaches what it
 * started itself, and none outlives the command.
 */
export class ChildProcesses {
  #children = [];
  #logFolder;

  constructor(logFolder) {
    this.#logFolder = logFolder;
    fs.mkdirSync(logFolder, { recursive: true });
    process.on('exit', this.#killAll);
  }

  /** Starts a process; its output goes to `<name>.log`. */
  start(name, [command, ...args], options) {
    const logFile = path.join(this.#logFolder, `${name}.log`);
    const log = fs.openSync(logFile, 'a');
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', log, log],
      detached: true,
    });
    fs.closeSync(log);
    const entry = { name, child, logFile, failure: undefined };
    entry.ended = new Promise(resolve => {
      child.once('error', error => {
        entry.failure = error.message;
        resolve();
      });
      child.once('exit', (code, signal) => {
        entry.failure ??= `ended with ${signal ?? `code ${code}`}`;
        resolve();
      });
    });
    this.#children.push(entry);
    return entry;
  }

  /** Resolves with the first process that ends. */
  firstEnded() {
    return Promise.race(
      this.#children.map(entry => entry.ended.then(() => entry)),
    );
  }

  /** Ends one, with time to end well; then whatever it left behind. */
  async stopOne(entry) {
    if (entry.failure === undefined) {
      entry.child.kill('SIGTERM');
      const timer = setTimeout(() => this.#kill(entry), GRACE_MS);
      await entry.ended;
      clearTimeout(timer);
    }
    this.#kill(entry);
    this.#children = this.#children.filter(other => other !== entry);
  }

  /** Ends all, the last started first. */
  async stop() {
    for (const entry of [...this.#children].reverse()) {
      await this.stopOne(entry);
    }
    process.off('exit', this.#killAll);
  }

  #killAll = () => {
    for (const entry of this.#children) {
      this.#kill(entry);
    }
  };

  #kill(entry) {
    try {
      process.kill(-entry.child.pid, 'SIGKILL');
    } catch {
      // The whole group is gone.
    }
  }
}
