import { z } from 'zod';
import { problemSchema } from '../problem';
import { soundnessSchema } from './state';

/**
 * The id of a version of a state object. Opaque; only an id that the list of versions gave is accepted.
 *
 * @public
 */
export const stateVersionIdSchema = z.string().regex(/^[\w.~+/=-]{1,1024}$/);

/**
 * One version of a state object. Of a version that cannot be read, or that names another entity, only the first five are told.
 *
 * @public
 */
export const stateVersionSchema = z.object({
  id: stateVersionIdSchema,
  /** True for the one that lies on the key. */
  current: z.boolean(),
  lastModified: z.string(),
  /** Bytes. */
  size: z.number().int(),
  soundness: soundnessSchema,
  serial: z.number().optional(),
  lineage: z.string().optional(),
  terraformVersion: z.string().optional(),
  /** Managed instances. */
  resourceCount: z.number().int().optional(),
  /** `user@host` of the lock under which it was written, as Terraform wrote it. */
  writtenBy: z.string().optional(),
  /** Terraform's operation of that lock, for example `OperationTypeApply`. */
  operation: z.string().optional(),
  /** Who applied the stack bundle of that time: an entity ref. */
  declaredBy: z.string().optional(),
});

/** @public */
export type StateVersionSummary = z.infer<typeof stateVersionSchema>;

/**
 * A page of the versions of a state object, newest first.
 *
 * @public
 */
export const stateVersionsSchema = z.object({
  versions: z.array(stateVersionSchema),
  /** How many there are, delete markers included. */
  total: z.number().int(),
  /** Names the next page; absent on the last one. */
  next: stateVersionIdSchema.optional(),
  /** False when the bucket holds more versions for the stack than Slipway lists. */
  complete: z.boolean(),
});

/** @public */
export type StateVersions = z.infer<typeof stateVersionsSchema>;

const changeSchema = z.enum(['added', 'removed', 'changed']);

const comparedVersionSchema = stateVersionSchema.pick({
  id: true,
  soundness: true,
  serial: true,
});

/**
 * What differs between two versions of a state. A value is told only where its attribute is known to be harmless.
 *
 * @public
 */
export const stateDifferenceSchema = z.object({
  /** The two versions. One that is not sound counts as if it had no resources. */
  from: comparedVersionSchema,
  to: comparedVersionSchema,
  resources: z.array(
    z.object({
      address: z.string(),
      change: changeSchema,
      /** Of a resource that changed. */
      attributes: z.array(
        z.object({
          /** Path of the attribute, for example `load_balancer[0].container_port`. */
          attribute: z.string(),
          before: z.string().optional(),
          after: z.string().optional(),
          masked: z.boolean(),
        }),
      ),
    }),
  ),
  /** Outputs by name; their values stay in the backend. */
  outputs: z.array(z.object({ name: z.string(), change: changeSchema })),
  /** How many resources differ; more than are listed when there are very many. */
  total: z.number().int(),
});

/** @public */
export type StateDifference = z.infer<typeof stateDifferenceSchema>;

/** @public */
export const stateVersionsResultSchema = z.union([
  z.object({ data: stateVersionsSchema }),
  z.object({ problem: problemSchema }),
]);

/** @public */
export type StateVersionsResult = z.infer<typeof stateVersionsResultSchema>;

/** @public */
export const stateDifferenceResultSchema = z.union([
  z.object({ data: stateDifferenceSchema }),
  z.object({ problem: problemSchema }),
]);

/** @public */
export type StateDifferenceResult = z.infer<typeof stateDifferenceResultSchema>;
