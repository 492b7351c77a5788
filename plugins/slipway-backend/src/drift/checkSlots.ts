import { createHash } from 'node:crypto';
import { type StackKey } from '../stacks';

/**
 * When a stack is due again. Every stack has its own place in the interval, from its name, so that the checks of a fleet are
 * spread evenly over the interval and stay so after a restart or an outage that made all of them due at once.
 *
 * @param options - `interval` in milliseconds
 * @returns the stack's first place that is at least half an interval away
 */
export function nextCheckAfter(
  { environment, stack }: StackKey,
  options: { interval: number; now: Date },
): Date {
  const { interval, now } = options;
  const hash = createHash('sha256').update(`${environment}/${stack}`).digest();
  const place = Math.floor((hash.readUInt32BE() / 2 ** 32) * interval);
  const earliest = now.getTime() + interval / 2;
  const passed = (earliest - place) / interval;
  return new Date(Math.ceil(passed) * interval + place);
}
