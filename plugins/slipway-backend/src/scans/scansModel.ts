import {
  type DescribeImageScanFindingsCommandOutput,
  type EnhancedImageScanFinding,
  type ImageScanFinding,
  type ScanStatus as EcrScanStatus,
} from '@aws-sdk/client-ecr';
import {
  type ScannedImage,
  type ScanStatus,
  type Severity,
  severitySchema,
} from '@slipway/plugin-slipway-common';
import { type RegistryScan } from './RegistryReader';

const SHOWN_FINDINGS = 20;
const RANK = severitySchema.options;

type Finding = ScannedImage['findings'][number];

/** The part of a {@link ScannedImage} that the registry tells. */
export type ScanModel = Omit<ScannedImage, 'container' | 'image' | 'digest'>;

/**
 * What the registry says of a digest, in our words.
 *
 * @param blocking - severities that block
 */
export function scanModel(
  scan: RegistryScan,
  blocking: readonly Severity[],
): ScanModel {
  switch (scan.kind) {
    case 'not-in-registry':
      return unscanned(
        'not-in-registry',
        'The registry does not have this digest: the next task cannot start',
      );
    case 'not-scanned':
      return {
        ...unscanned('not-scanned', 'The registry has no scan of this digest'),
        scannedDigest: scan.scannedDigest,
      };
    case 'scan':
      return {
        ...fromPages(scan.pages, blocking),
        scannedDigest: scan.scannedDigest,
      };
    default:
      throw new Error(`Unknown answer ${JSON.stringify(scan satisfies never)}`);
  }
}

/** An image that has no scan to show. */
export function unscanned(status: ScanStatus, description: string): ScanModel {
  return { status, description, severityCounts: {}, findings: [] };
}

function fromPages(
  pages: readonly DescribeImageScanFindingsCommandOutput[],
  blocking: readonly Severity[],
): ScanModel {
  const [first] = pages;
  const { status, description } = first?.imageScanStatus ?? {};
  const scan = first?.imageScanFindings;
  // The counts are of the whole image, a page is not.
  const severityCounts: Record<string, number> = {
    ...scan?.findingSeverityCounts,
  };
  const findings = pages.flatMap(page => [
    // Basic and enhanced scanning are told apart by the shape: the status of either may be COMPLETE.
    ...(page.imageScanFindings?.findings ?? []).map(basicFinding),
    ...(page.imageScanFindings?.enhancedFindings ?? []).map(enhancedFinding),
  ]);
  findings.sort((a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity));
  return {
    status: scanStatus(status, { severityCounts, blocking }),
    description: description || undefined,
    severityCounts,
    scannedAt: scan?.imageScanCompletedAt?.toISOString(),
    databaseUpdatedAt: scan?.vulnerabilitySourceUpdatedAt?.toISOString(),
    findings: findings.slice(0, SHOWN_FINDINGS),
  };
}

// IMAGE_ARCHIVED and LIMIT_EXCEEDED are newer than some versions of the SDK.
const STATUSES: Record<EcrScanStatus, ScanStatus | 'ended'> = {
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

function scanStatus(
  status: EcrScanStatus | undefined,
  result: {
    severityCounts: Record<string, number>;
    blocking: readonly Severity[];
  },
): ScanStatus {
  const known = status && STATUSES[status];
  if (known !== 'ended') {
    return known ?? 'not-scanned';
  }
  const blocked = result.blocking.some(
    severity => (result.severityCounts[severity] ?? 0) > 0,
  );
  return blocked ? 'blocked' : 'passing';
}

function basicFinding(finding: ImageScanFinding): Finding {
  const attribute = (key: string) =>
    finding.attributes?.find(candidate => candidate.key === key)?.value;
  return {
    name: finding.name ?? 'unnamed',
    severity: toSeverity(finding.severity),
    package: attribute('package_name'),
    installedVersion: attribute('package_version'),
    uri: httpUri(finding.uri),
  };
}

function enhancedFinding(finding: EnhancedImageScanFinding): Finding {
  const details = finding.packageVulnerabilityDetails;
  const vulnerable = details?.vulnerablePackages?.[0];
  return {
    name: details?.vulnerabilityId ?? finding.title ?? 'unnamed',
    severity: toSeverity(finding.severity),
    package: vulnerable?.name,
    installedVersion: vulnerable?.version,
    fixedInVersion: fixedVersion(vulnerable),
    uri: httpUri(details?.sourceUrl),
  };
}

function fixedVersion(vulnerable: object | undefined): string | undefined {
  const value = (vulnerable as { fixedInVersion?: unknown } | undefined)
    ?.fixedInVersion;
  return typeof value === 'string' && value !== 'NotAvailable'
    ? value
    : undefined;
}

function toSeverity(text: string | undefined): Severity {
  const parsed = severitySchema.safeParse(text);
  return parsed.success ? parsed.data : 'UNDEFINED';
}

// The address comes from a vulnerability database and becomes a link in a browser.
function httpUri(uri: string | undefined): string | undefined {
  return uri && /^https?:\/\//.test(uri) ? uri : undefined;
}
