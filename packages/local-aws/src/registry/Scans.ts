import { z } from 'zod';

/** Every status of `DescribeImageScanFindings`. */
export const scanStatuses = [
  'IN_PROGRESS',
  'COMPLETE',
  'FAILED',
  'UNSUPPORTED_IMAGE',
  'ACTIVE',
  'PENDING',
  'SCAN_ELIGIBILITY_EXPIRED',
  'FINDINGS_UNAVAILABLE',
  'LIMIT_EXCEEDED',
  'IMAGE_ARCHIVED',
] as const;

const severitySchema = z.enum([
  'INFORMATIONAL',
  'LOW',
  'MEDIUM',
  'HIGH',
  'CRITICAL',
  'UNDEFINED',
  'UNTRIAGED',
]);

/** A finding in the API's own shape; only the severity is read here, the rest is answered as scripted. */
const findingSchema = z.looseObject({ severity: severitySchema });

/**
 * A scripted scan: what `DescribeImageScanFindings` answers for a digest.
 * `NOT_SCANNED` plays an image without any scan (`ScanNotFoundException`), also where scan on push is set.
 */
export const scanScriptSchema = z.object({
  repository: z.string().min(1),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  status: z.enum([...scanStatuses, 'NOT_SCANNED']),
  description: z.string().optional(),
  /** Basic scanning. */
  findings: z.array(findingSchema).optional(),
  /** Enhanced scanning. */
  enhancedFindings: z.array(findingSchema).optional(),
  /** Counted from the findings when absent. */
  findingSeverityCounts: z
    .partialRecord(severitySchema, z.number().int().nonnegative())
    .optional(),
  imageScanCompletedAt: z.iso.datetime().optional(),
  vulnerabilitySourceUpdatedAt: z.iso.datetime().optional(),
});

export type ScanScript = z.infer<typeof scanScriptSchema>;

/** The scan of one image, as far as it is known. */
export interface Scan {
  status: (typeof scanStatuses)[number];
  description?: string;
  completedAt?: Date;
  vulnerabilitySourceUpdatedAt?: Date;
  findings: z.infer<typeof findingSchema>[];
  enhancedFindings: z.infer<typeof findingSchema>[];
  severityCounts: Record<string, number>;
}

/** Scan results by repository and digest: those that tests script, and a clean one for what nobody scripted. */
export class Scans {
  readonly #scripts = new Map<string, ScanScript>();
  readonly #scans = new Map<string, Scan>();

  private constructor() {}

  static create(): Scans {
    return new Scans();
  }

  /** Sets what a scan of the digest says from now on, whether the image is pushed already or later. */
  script(script: ScanScript): void {
    const key = keyOf(script.repository, script.digest);
    this.#scripts.set(key, script);
    this.#scans.delete(key);
    this.scan(script.repository, script.digest);
  }

  /** Scans an image as registry and script have it: at once, complete and without findings unless scripted otherwise. */
  scan(repository: string, digest: string): void {
    const key = keyOf(repository, digest);
    const scan = play(this.#scripts.get(key));
    if (scan) {
      this.#scans.set(key, scan);
    }
  }

  find(repository: string, digest: string): Scan | undefined {
    return this.#scans.get(keyOf(repository, digest));
  }
}

/** The scan that a script plays; without a script a complete one that found nothing. */
export function play(script?: ScanScript): Scan | undefined {
  if (script?.status === 'NOT_SCANNED') {
    return undefined;
  }
  const status = script?.status ?? 'COMPLETE';
  const findings = script?.findings ?? [];
  const enhancedFindings = script?.enhancedFindings ?? [];
  const scanned = status === 'COMPLETE' || status === 'ACTIVE';
  return {
    status,
    description: script?.description ?? describe(status),
    completedAt: dateOf(script?.imageScanCompletedAt, scanned),
    vulnerabilitySourceUpdatedAt: dateOf(
      script?.vulnerabilitySourceUpdatedAt,
      scanned,
    ),
    findings,
    enhancedFindings,
    severityCounts:
      script?.findingSeverityCounts ??
      countSeverities([...findings, ...enhancedFindings]),
  };
}

function countSeverities(
  findings: { severity: string }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity } of findings) {
    counts[severity] = (counts[severity] ?? 0) + 1;
  }
  return counts;
}

function describe(status: Scan['status']): string | undefined {
  switch (status) {
    case 'COMPLETE':
      return 'The scan was completed successfully.';
    case 'ACTIVE':
      return 'Continuous scan is selected for image.';
    case 'UNSUPPORTED_IMAGE':
      return 'UnsupportedImageError: The operating system of the image is not supported.';
    case 'SCAN_ELIGIBILITY_EXPIRED':
      return 'Scan eligibility for the image has expired.';
    default:
      return undefined;
  }
}

function dateOf(text: string | undefined, wanted: boolean): Date | undefined {
  if (text) {
    return new Date(text);
  }
  return wanted ? new Date() : undefined;
}

function keyOf(repository: string, digest: string): string {
  return `${repository}@${digest}`;
}
