const UNITS: readonly [name: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/**
 * How long ago something was: `just now`, `12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`.
 *
 * @param at - ISO time
 * @param now - milliseconds since the epoch. A time ahead of it is the fault of a clock, and is told as now.
 */
export function describeAge(at: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(at)) / 1_000);
  const unit = UNITS.find(([, size]) => seconds >= size);
  if (!unit || seconds < 5) {
    return 'just now';
  }
  const [name, size] = unit;
  return `${Math.floor(seconds / size)} ${name} ago`;
}
