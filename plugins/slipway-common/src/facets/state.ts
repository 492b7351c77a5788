import { z } from 'zod';
import { facetResultSchema } from './facet';

/**
 * Who holds the lock of a state, from its `.tflock` object.
 *
 * @public
 */
export const stateLockSchema = z.object({
  /** What the unlock operation frees it by. */
  id: z.string().optional(),
  /** `user@host` as Terraform wrote it. */
  who: z.string().optional(),
  /** Terraform's operation, for example `OperationTypeApply`. */
  operation: z.string().optional(),
  /** What its holder says about it; Terraform says nothing. */
  info: z.string().optional(),
  since: z.string(),
  /** A corrupt lock is not JSON that Terraform can read; `force-unlock` cannot free it. */
  corrupt: z.boolean(),
  /** Older than a run can be: whoever took it is gone. */
  stale: z.boolean().optional(),
  /** What to do; present when corrupt or stale. */
  remedy: z.string().optional(),
});

/** @public */
export type StateLock = z.infer<typeof stateLockSchema>;

/**
 * Whether a state object is what Terraform wrote. Everything but `sound` and `encrypted` is damage.
 *
 * @public
 */
export const soundnessSchema = z.enum([
  'sound',
  'encrypted',
  'deleted',
  'empty',
  'malformed',
  'unsupported-version',
  'no-resources',
]);

/** @public */
export type Soundness = z.infer<typeof soundnessSchema>;

/** @public */
export const stateSchema = z.object({
  soundness: soundnessSchema,
  /** What is wrong and what to do; with `sound` it is what the version before it makes doubtful. */
  finding: z.object({ message: z.string(), remedy: z.string() }).optional(),
  serial: z.number().optional(),
  lineage: z.string().optional(),
  terraformVersion: z.string().optional(),
  resourceCount: z.number().int().optional(),
  /** Bytes. */
  size: z.number().int().optional(),
  lastModified: z.string().optional(),
  lock: stateLockSchema.optional(),
  /** The newest earlier version that is sound, where what lies there now is not beyond doubt. */
  lastGood: z
    .object({
      /** Id of the version: what the restore operation takes. */
      id: z.string().optional(),
      serial: z.number().optional(),
      lineage: z.string().optional(),
      terraformVersion: z.string().optional(),
      resourceCount: z.number().int().optional(),
      /** Bytes. */
      size: z.number().int(),
      lastModified: z.string(),
    })
    .optional(),
});

/** @public */
export type State = z.infer<typeof stateSchema>;

/** @public */
export const stateResultSchema = facetResultSchema(stateSchema);
