// An answer dates itself to the second, and takes its time on the way.
const TOLERANCE_MS = 10_000;

/**
 * The server's time, as far as its answers tell it. What the server dated is as old as the server says, whatever the
 * browser's clock shows.
 */
export class ServerClock {
  #offset = 0;

  static create(): ServerClock {
    return new ServerClock();
  }

  private constructor() {}

  /** Takes the time from an answer that tells it. */
  observe({ headers }: Response): void {
    const offset = Date.parse(headers.get('date') ?? '') - Date.now();
    if (!Number.isNaN(offset)) {
      this.#offset = Math.abs(offset) > TOLERANCE_MS ? offset : 0;
    }
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }
}
