const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB'];

/** `4.2 req/s`; what is too small for one digit is not told as nothing. */
export function requestRate(perSecond: number): string {
  return perSecond > 0 && perSecond < 0.1
    ? '< 0.1 req/s'
    : `${NUMBER.format(perSecond)} req/s`;
}

/** `0.1 %` of a ratio from 0 to 1. */
export function percentage(ratio: number): string {
  return ratio > 0 && ratio < 0.001
    ? '< 0.1 %'
    : `${NUMBER.format(ratio * 100)} %`;
}

/** `38 ms`, `1.2 s`. */
export function duration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000);
  return milliseconds < 1_000
    ? `${milliseconds} ms`
    : `${NUMBER.format(seconds)} s`;
}

/** `1,234.5` */
export function count(value: number): string {
  return NUMBER.format(value);
}

const SPANS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'min', seconds: 60 },
];

/** `40 s`, `5 min`, `1.5 h`, `3 d`: a time that may be long. */
export function timeSpan(seconds: number): string {
  const span = SPANS.find(candidate => seconds >= candidate.seconds);
  return span
    ? `${NUMBER.format(seconds / span.seconds)} ${span.unit}`
    : `${Math.round(seconds)} s`;
}

/** `5 min`, `90 s`. */
export function period(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** `12.3 kB`, decimal. */
export function bytes(size: number): string {
  const power = Math.min(
    Math.floor(Math.log10(Math.max(size, 1)) / 3),
    BYTE_UNITS.length - 1,
  );
  return `${NUMBER.format(size / 1_000 ** power)} ${BYTE_UNITS[power]}`;
}
