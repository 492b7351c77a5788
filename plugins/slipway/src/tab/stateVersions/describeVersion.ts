import { type StateVersionSummary } from '@slipway/plugin-slipway-common';

/** For example `serial 7, 23.11.2026, 10:00:00`. */
export function describeVersion(version: StateVersionSummary): string {
  const { serial, soundness, lastModified } = version;
  const what =
    serial === undefined ? soundness.replaceAll('-', ' ') : `serial ${serial}`;
  return `${what}, ${new Date(lastModified).toLocaleString()}`;
}

/** Who wrote a version: under which lock, and who declared what was applied. */
export function describeAuthor(version: StateVersionSummary): string {
  const { writtenBy, declaredBy } = version;
  const parts = [
    ...(declaredBy ? [declaredBy] : []),
    // A restore is locked in the name of the person.
    ...(writtenBy && writtenBy !== declaredBy ? [`as ${writtenBy}`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : 'unknown';
}
