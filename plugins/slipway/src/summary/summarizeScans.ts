import {
  SCAN_STATUS_WORDS,
  severitySchema,
  type ScannedImage,
  type ScanPolicy,
  type Scans,
} from '@slipway/plugin-slipway-common';

/** For example `1 critical, 3 high`, `no findings`, `not scanned`. */
export function summarizeScans({ images }: Scans): string {
  if (images.length === 0) {
    return 'no image';
  }
  const scanned = images.filter(hasFindings);
  const parts = images
    .filter(({ status }) => status !== 'passing' && status !== 'blocked')
    .map(({ container, status }) =>
      images.length === 1
        ? SCAN_STATUS_WORDS[status]
        : `${container}: ${SCAN_STATUS_WORDS[status]}`,
    );
  if (scanned.length > 0) {
    parts.unshift(describeCounts(scanned));
  }
  if (images.some(({ namedByTag }) => namedByTag)) {
    parts.push('named by tag');
  }
  return parts.join(', ');
}

/** What stays in sight until the next release: that the policy was overridden. */
export function overrideLine({
  override,
  release,
}: Pick<Scans, 'override' | 'release'>): string | undefined {
  if (override) {
    return `Continued against the policy by ${override.decidedBy}: ${override.reason}`;
  }
  return release?.overrideReason
    ? `Released against the policy by ${release.releasedBy}: ${release.overrideReason}`
    : undefined;
}

/** For example `blocks critical, high; scans at most 30 days old; 2 accepted`. */
export function describePolicy(policy: ScanPolicy): string {
  const { blockingSeverities, maximumScanAgeDays, acceptedVulnerabilities } =
    policy;
  const parts = [
    blockingSeverities.length > 0
      ? `blocks ${blockingSeverities.join(', ').toLowerCase()}`
      : 'no severity blocks',
    `scans at most ${maximumScanAgeDays} days old`,
  ];
  if (acceptedVulnerabilities.length > 0) {
    parts.push(`${acceptedVulnerabilities.length} accepted`);
  }
  return parts.join('; ');
}

/** True when the registry gave findings of the digest, be they none. */
export function hasFindings({ status }: ScannedImage): boolean {
  return status === 'passing' || status === 'blocked' || status === 'outdated';
}

/** Sums the counts of images, worst first: `1 critical, 3 high`. */
export function describeCounts(
  images: readonly Pick<ScannedImage, 'severityCounts'>[],
): string {
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
