import { createHash } from 'node:crypto';
import { type StateLock } from '@slipway/plugin-slipway-common';
import { z } from 'zod';

const lockSchema = z.object({
  ID: z.string(),
  Who: z.string().optional(),
  Operation: z.string().optional(),
  Info: z.string().optional(),
  Created: z.string().optional(),
});

// Terraform leaves it empty. It is text for a person.
const MAX_INFO = 500;

/**
 * Reads a `.tflock` object as Terraform's S3 backend writes it (LockInfo).
 *
 * @param lastModified - when the object was written; `since` for a lock that Terraform itself could not read. Together with
 * the content it is the id of such a lock.
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
    const since = lastModified.toISOString();
    const hash = createHash('sha256').update(`${since} ${body}`).digest('hex');
    return { id: `corrupt-${hash.slice(0, 12)}`, since, corrupt: true };
  }
  const { ID, Who, Operation, Info, Created } = parsed.data;
  const created = Created === undefined ? NaN : Date.parse(Created);
  return {
    id: ID,
    who: Who,
    operation: Operation,
    ...(Info ? { info: Info.slice(0, MAX_INFO) } : {}),
    since: new Date(
      Number.isNaN(created) ? lastModified : created,
    ).toISOString(),
    corrupt: false,
  };
}
