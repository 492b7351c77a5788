import { z } from 'zod';
import { facetResultSchema } from './facet';

/** @public */
export const severitySchema = z.enum([
  'CRITICAL',
  'HIGH',
  'MEDIUM',
  'LOW',
  'INFORMATIONAL',
  'UNDEFINED',
  'UNTRIAGED',
]);

/** @public */
export type Severity = z.infer<typeof severitySchema>;

/**
 * What the registry says of one digest. Only `passing` is green.
 *
 * @public
 */
export const scanStatusSchema = z.enum([
  'passing',
  'blocked',
  'not-scanned',
  'in-progress',
  'expired',
  'unsupported',
  'failed',
  'archived',
  'not-in-registry',
  'not-private',
]);

/** @public */
export type ScanStatus = z.infer<typeof scanStatusSchema>;

/** @public */
export const scannedImageSchema = z.object({
  container: z.string(),
  /** Reference as the task definition has it. */
  image: z.string(),
  /** Digest that runs: an index digest for an index image. */
  digest: z.string().optional(),
  /** Digest that was scanned: the child manifest of the architecture that runs. */
  scannedDigest: z.string().optional(),
  status: scanStatusSchema,
  /** The registry's own words for a status that is not `passing`. */
  description: z.string().optional(),
  /** Counts of the whole image, by severity. */
  severityCounts: z.record(z.string(), z.number().int()),
  scannedAt: z.string().optional(),
  /** Age of the vulnerability database that was used. */
  databaseUpdatedAt: z.string().optional(),
  /** Worst first; the first 20 of them. */
  findings: z.array(
    z.object({
      name: z.string(),
      severity: severitySchema,
      package: z.string().optional(),
      installedVersion: z.string().optional(),
      fixedInVersion: z.string().optional(),
      uri: z.string().optional(),
    }),
  ),
});

/** @public */
export type ScannedImage = z.infer<typeof scannedImageSchema>;

/** @public */
export const scansSchema = z.object({
  images: z.array(scannedImageSchema),
  /** Severities that block, from the environment's policy. */
  blockingSeverities: z.array(severitySchema),
});

/** @public */
export type Scans = z.infer<typeof scansSchema>;

/** @public */
export const scansResultSchema = facetResultSchema(scansSchema);
