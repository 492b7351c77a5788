import { z } from 'zod';
import { releaseRecordSchema, rolloutOverrideSchema } from '../release';
import { scanPolicySchema } from '../scans/scanPolicy';
import { scanStatusSchema, scanTypeSchema } from '../scans/scanStatus';
import { facetResultSchema } from './facet';

/** @public */
export const scannedImageSchema = z.object({
  container: z.string(),
  /** Reference as the task definition has it. */
  image: z.string(),
  /** `running`, or `next`: the task definition names it and no task runs it yet. */
  role: z.enum(['running', 'next']),
  /** Digest that runs: an index digest for an index image. */
  digest: z.string().optional(),
  /** Digest that was scanned: the child manifest of the architecture that runs. */
  scannedDigest: z.string().optional(),
  status: scanStatusSchema,
  /** Why the status is what it is; empty while `passing`. */
  reasons: z.array(z.string()),
  /** The task definition names a tag: a later task may run another image. */
  namedByTag: z.boolean(),
  scanType: scanTypeSchema.optional(),
  /** Counts of the whole image, by severity, accepted ones included. */
  severityCounts: z.record(z.string(), z.number().int()),
  /** Vulnerabilities of the image that the policy accepts. */
  accepted: z.array(z.string()),
  scannedAt: z.string().optional(),
  /** When the vulnerability database that was used was updated. */
  databaseUpdatedAt: z.string().optional(),
});

/** @public */
export type ScannedImage = z.infer<typeof scannedImageSchema>;

/** @public */
export const scansSchema = z.object({
  images: z.array(scannedImageSchema),
  /** The environment's policy, by which the images are judged. */
  policy: scanPolicySchema,
  /** The last release, where it was recorded and is the one that is declared. */
  release: releaseRecordSchema.optional(),
  /** The last rollout that was continued against the policy, where no release came after it. */
  override: rolloutOverrideSchema.optional(),
});

/** @public */
export type Scans = z.infer<typeof scansSchema>;

/** @public */
export const scansResultSchema = facetResultSchema(scansSchema);
