import {
  severitySchema,
  type ScannedImage,
  type Scans,
  type ScanStatus,
} from '@slipway/plugin-slipway-common';

/** What each status of a scan means to a person. */
export const SCAN_STATUS_WORDS: Record<ScanStatus, string> = {
  passing: 'passing',
  blocked: 'blocked by policy',
  'not-scanned': 'not scanned',
  'in-progress': 'scan in progress',
  expired: 'scan expired',
  unsupported: 'not supported by the scanner',
  failed: 'scan failed',
  archived: 'archived',
  'not-in-registry': 'no longer in the registry',
  'not-private': 'not from a private registry',
};

/** For example `1 critical, 3 high`, `no findings`, `not scanned`. */
export function summarizeScans({ images }: Scans): string {
  if (images.length === 0) {
    return 'no image';
  }
  const scanned = images.filter(hasFindings);
  const parts = images
    .filter(image => !hasFindings(image))
    .map(({ container, status }) =>
      images.length === 1
        ? SCAN_STATUS_WORDS[status]
        : `${container} ${SCAN_STATUS_WORDS[status]}`,
    );
  if (scanned.length > 0) {
    parts.unshift(describeCounts(scanned));
  }
  return parts.join(', ');
}

/** True when the registry gave findings of the digest, be they none. */
function hasFindings({ status }: ScannedImage): boolean {
  return status === 'passing' || status === 'blocked';
}

/** Sums the counts of images, worst first: `1 critical, 3 high`. */
export function describeCounts(images: readonly ScannedImage[]): string {
  const sums = severitySchema.options.map(severity => ({
    severity,
    count: images.reduce(
      (sum, image) => sum + (image.severityCounts[severity] ?? 0),
      0,
    ),
  }));
  const found = sums.filter(({ count }) => count > 0);
  return found.length === 0
    ? 'no findings'
    : found
        .map(({ severity, count }) => `${count} ${severity.toLowerCase()}`)
        .join(', ');
}
