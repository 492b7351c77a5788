import type { ScanType, Severity } from './scanStatus';

type Time = Date | string | number;

/** ECR's finding of basic scanning, as far as it is read. @public */
export type BasicScanFinding = {
  name?: string;
  severity?: string;
  uri?: string;
  attributes?: { key?: string; value?: string }[];
};

/** ECR's finding of enhanced scanning (Amazon Inspector), as far as it is read. @public */
export type EnhancedScanFinding = {
  title?: string;
  severity?: string;
  score?: number;
  exploitAvailable?: string;
  firstObservedAt?: Time;
  packageVulnerabilityDetails?: {
    vulnerabilityId?: string;
    sourceUrl?: string;
    vulnerablePackages?: {
      name?: string;
      version?: string;
      fixedInVersion?: string;
      packageManager?: string;
      sourceLayerHash?: string;
      filePath?: string;
    }[];
  };
};

/**
 * A page of ECR's `DescribeImageScanFindings`, as the SDK answers it or the AWS CLI prints it.
 *
 * @public
 */
export type ScanFindingsPage = {
  imageScanStatus?: { status?: string; description?: string };
  imageScanFindings?: {
    imageScanCompletedAt?: Time;
    vulnerabilitySourceUpdatedAt?: Time;
    /** Of the whole image, not of the page. */
    findingSeverityCounts?: Record<string, number | undefined>;
    findings?: BasicScanFinding[];
    enhancedFindings?: EnhancedScanFinding[];
  };
  nextToken?: string;
};

/** A package that a finding is about. @public */
export type VulnerablePackage = {
  name: string;
  installedVersion?: string;
  fixedInVersion?: string;
  /** Inspector's word, for example `OS` or `JAR`; basic scanning knows packages of the operating system only. */
  manager: string;
  /** Digest of the layer that brought it. */
  layer?: string;
  path?: string;
};

/** One vulnerability of an image. @public */
export type ImageFinding = {
  name: string;
  severity: Severity;
  packages: VulnerablePackage[];
  /** CVSS score, 0 to 10. */
  score?: number;
  exploitAvailable?: boolean;
  firstSeenAt?: string;
  uri?: string;
};

const SEVERITIES: readonly string[] = [
  'CRITICAL',
  'HIGH',
  'MEDIUM',
  'LOW',
  'INFORMATIONAL',
  'UNDEFINED',
  'UNTRIAGED',
] satisfies Severity[];

/**
 * The findings of pages of ECR's answer, worst first. Basic and enhanced scanning are told apart by the shape: the status of
 * either may be `COMPLETE`.
 *
 * @public
 */
export function imageFindings(
  pages: readonly ScanFindingsPage[],
): ImageFinding[] {
  const findings = pages.flatMap(({ imageScanFindings: found }) => [
    ...(found?.findings ?? []).map(basicFinding),
    ...(found?.enhancedFindings ?? []).map(enhancedFinding),
  ]);
  return findings.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (b.score ?? 0) - (a.score ?? 0),
  );
}

/**
 * Which kind of scanning answered; `undefined` where the answer has no finding to tell by.
 *
 * @public
 */
export function scanTypeOf(
  pages: readonly ScanFindingsPage[],
): ScanType | undefined {
  const found = pages.map(page => page.imageScanFindings);
  if (found.some(part => part?.enhancedFindings?.length)) {
    return 'enhanced';
  }
  return found.some(part => part?.findings?.length) ? 'basic' : undefined;
}

/** A time of ECR's answer in ISO form. @internal */
export function isoTime(time: Time | undefined): string | undefined {
  if (time === undefined) {
    return undefined;
  }
  // The first version of the CLI prints seconds.
  const moment = new Date(typeof time === 'number' ? time * 1000 : time);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

function basicFinding(finding: BasicScanFinding): ImageFinding {
  const attribute = (key: string) =>
    finding.attributes?.find(candidate => candidate.key === key)?.value;
  const name = attribute('package_name');
  return {
    name: finding.name ?? 'unnamed',
    severity: toSeverity(finding.severity),
    packages: name
      ? [
          {
            name,
            installedVersion: attribute('package_version'),
            manager: 'OS',
          },
        ]
      : [],
    score: toScore(attribute('CVSS3_SCORE') ?? attribute('CVSS2_SCORE')),
    uri: httpUri(finding.uri),
  };
}

function enhancedFinding(finding: EnhancedScanFinding): ImageFinding {
  const details = finding.packageVulnerabilityDetails;
  return {
    name: details?.vulnerabilityId ?? finding.title ?? 'unnamed',
    severity: toSeverity(finding.severity),
    packages: (details?.vulnerablePackages ?? []).map(vulnerable => ({
      name: vulnerable.name ?? 'unnamed',
      installedVersion: vulnerable.version,
      fixedInVersion: knownVersion(vulnerable.fixedInVersion),
      manager: vulnerable.packageManager ?? 'unknown',
      layer: vulnerable.sourceLayerHash,
      path: vulnerable.filePath,
    })),
    score: finding.score,
    exploitAvailable: finding.exploitAvailable
      ? finding.exploitAvailable === 'YES'
      : undefined,
    firstSeenAt: isoTime(finding.firstObservedAt),
    uri: httpUri(details?.sourceUrl),
  };
}

function toSeverity(text: string | undefined): Severity {
  return text && SEVERITIES.includes(text) ? (text as Severity) : 'UNDEFINED';
}

function toScore(text: string | undefined): number | undefined {
  const score = Number(text);
  return text && Number.isFinite(score) ? score : undefined;
}

function knownVersion(version: string | undefined): string | undefined {
  return version && version !== 'NotAvailable' ? version : undefined;
}

// The address comes from a vulnerability database and becomes a link in a browser.
function httpUri(uri: string | undefined): string | undefined {
  return uri && /^https?:\/\//.test(uri) ? uri : undefined;
}
