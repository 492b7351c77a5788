import { type StateLock } from '@slipway/plugin-slipway-common';
import { z } from 'zod';

const lockSchema = z.object({
  ID: z.string(),
  Who: z.string().optional(),
  Operation: z.string().optional(),
  Created: z.string().optional(),
});

/**
 * Reads a `.tflock` object as Terraform's S3 backend writes it (LockInfo).
 *
 * @param lastModified - when the object was written; `since` for a lock that Terraform itself could not read.
 * @public
 */
export function parseLock(body: string, lastModified: Date): StateLock {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  const parsed = lockSchema.safeParse(value);
  if (!parsed.success) {
    return { since: lastModified.toISOString(), corrupt: true };
  }
  const { ID, Who, Operation, Created } = parsed.data;
  const created = Created === undefined ? NaN : Date.parse(Created);
  return {
    id: ID,
    who: Who,
    operation: Operation,
    since: new Date(
      Number.isNaN(created) ? lastModified : created,
    ).toISOString(),
    corrupt: false,
  };
}
