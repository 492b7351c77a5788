import { imageFindings, isoTime, type ScanFindingsPage } from './findings';
import type { ScanPolicy } from './scanPolicy';
import type { ScanStatus } from './scanStatus';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What a registry answered for a digest.
 *
 * @public
 */
export type RegistryScan =
  | {
      kind: 'not-in-registry';
      /** What an index has instead of the wanted architecture. */
      platforms?: string[];
    }
  | { kind: 'not-scanned'; scannedDigest: string }
  | {
      kind: 'scan';
      scannedDigest: string;
      pages: ScanFindingsPage[];
    };

/**
 * What an image is worth under a policy.
 *
 * @public
 */
export type ScanJudgement = {
  status: ScanStatus;
  /** Why it is not `passing`. */
  reasons: string[];
  severityCounts: Record<string, number>;
  /** Ids of the image's vulnerabilities that the policy accepts. */
  accepted: string[];
  scannedAt?: string;
  databaseUpdatedAt?: string;
};

// By ECR's status. IMAGE_ARCHIVED and LIMIT_EXCEEDED are newer than some versions of the SDK.
const STATUSES: Record<string, ScanStatus | 'ended' | undefined> = {
  COMPLETE: 'ended',
  ACTIVE: 'ended',
  IN_PROGRESS: 'in-progress',
  PENDING: 'in-progress',
  FAILED: 'failed',
  LIMIT_EXCEEDED: 'failed',
  UNSUPPORTED_IMAGE: 'unsupported',
  SCAN_ELIGIBILITY_EXPIRED: 'expired',
  FINDINGS_UNAVAILABLE: 'not-scanned',
  IMAGE_ARCHIVED: 'archived',
};

const MEANINGS: Partial<Record<ScanStatus, string>> = {
  'not-scanned': 'The registry has no scan of this digest',
  'in-progress': 'The scan has not ended yet',
  expired:
    'The registry no longer scans this digest and has closed its findings: none shown does not mean none',
  unsupported:
    'The scanner does not know the operating system or the kind of this image',
  failed: 'The scan failed',
  archived:
    'The image is archived: it is neither scanned nor pulled, and the next task cannot start',
};

/**
 * The verdict on an image: the one rule of the card, the release and the workflow.
 *
 * @remarks Counts are of the whole image; findings of a page are only needed to take accepted vulnerabilities out.
 * @public
 */
export function judgeScan(
  scan: RegistryScan,
  policy: ScanPolicy,
  now: Date,
): ScanJudgement {
  switch (scan.kind) {
    case 'not-in-registry':
      return unscanned('not-in-registry', missing(scan.platforms));
    case 'not-scanned':
      return unscanned('not-scanned');
    case 'scan':
    default:
      return judgePages(scan.pages, policy, now);
  }
}

/** An image that has no scan. @public */
export function unscanned(
  status: ScanStatus,
  reason = MEANINGS[status],
): ScanJudgement {
  return {
    status,
    reasons: reason ? [reason] : [],
    severityCounts: {},
    accepted: [],
  };
}

/** Whether a vulnerability is accepted on a day. The day on which it expires still counts. @public */
export function isAccepted(accepted: { expires: string }, now: Date): boolean {
  return now.getTime() < Date.parse(accepted.expires) + DAY_MS;
}

function missing(platforms: string[] | undefined): string {
  return platforms
    ? `The index has no image for the architecture that runs, only for ${
        platforms.join(', ') || 'none'
      }: the next task cannot start`
    : 'The registry does not have this digest: the next task cannot start';
}

function judgePages(
  pages: readonly ScanFindingsPage[],
  policy: ScanPolicy,
  now: Date,
): ScanJudgement {
  const [first] = pages;
  const found = first?.imageScanFindings;
  const { status = '', description } = first?.imageScanStatus ?? {};
  const known = STATUSES[status] ?? 'not-scanned';
  const facts = {
    severityCounts: countsOf(pages),
    accepted: acceptedOf(pages, policy, now),
    scannedAt: isoTime(found?.imageScanCompletedAt),
    databaseUpdatedAt: isoTime(found?.vulnerabilitySourceUpdatedAt),
  };
  if (known !== 'ended') {
    const { reasons } = unscanned(known);
    return {
      ...facts,
      status: known,
      reasons: description ? [...reasons, description] : reasons,
    };
  }
  const blocking = blockingReason(pages, policy, facts);
  const age = ageReason(facts.scannedAt, policy, now);
  const reasons = [blocking, age].filter(reason => reason !== undefined);
  const ageStatus = age ? 'outdated' : 'passing';
  return { ...facts, status: blocking ? 'blocked' : ageStatus, reasons };
}

function countsOf(pages: readonly ScanFindingsPage[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const stated = pages[0]?.imageScanFindings?.findingSeverityCounts ?? {};
  for (const [severity, count = 0] of Object.entries(stated)) {
    counts[severity] = count;
  }
  // A page is a part of the image, so what is listed is the least that there is.
  const listed: Record<string, number> = {};
  for (const { severity } of imageFindings(pages)) {
    listed[severity] = (listed[severity] ?? 0) + 1;
    counts[severity] = Math.max(counts[severity] ?? 0, listed[severity]);
  }
  return counts;
}

function acceptedOf(
  pages: readonly ScanFindingsPage[],
  policy: ScanPolicy,
  now: Date,
): string[] {
  const ids = new Set(
    policy.acceptedVulnerabilities
      .filter(accepted => isAccepted(accepted, now))
      .map(({ id }) => id),
  );
  if (ids.size === 0) {
    return [];
  }
  const names = imageFindings(pages).map(({ name }) => name);
  return [...new Set(names.filter(name => ids.has(name)))];
}

function blockingReason(
  pages: readonly ScanFindingsPage[],
  policy: ScanPolicy,
  facts: { severityCounts: Record<string, number>; accepted: string[] },
): string | undefined {
  const accepted = new Set(facts.accepted);
  const counts = { ...facts.severityCounts };
  if (accepted.size > 0) {
    for (const { name, severity } of imageFindings(pages)) {
      counts[severity] -= accepted.has(name) ? 1 : 0;
    }
  }
  const blocking = policy.blockingSeverities.filter(
    severity => (counts[severity] ?? 0) > 0,
  );
  if (blocking.length === 0) {
    return undefined;
  }
  const parts = blocking.map(
    severity => `${counts[severity]} ${severity.toLowerCase()}`,
  );
  return `The policy blocks findings of this severity: ${parts.join(', ')}`;
}

function ageReason(
  scannedAt: string | undefined,
  policy: ScanPolicy,
  now: Date,
): string | undefined {
  if (!scannedAt) {
    return 'The registry does not say when the scan ended';
  }
  const days = (now.getTime() - Date.parse(scannedAt)) / DAY_MS;
  return days > policy.maximumScanAgeDays
    ? `The scan is ${Math.floor(days)} days old; the policy allows ${
        policy.maximumScanAgeDays
      }`
    : undefined;
}
