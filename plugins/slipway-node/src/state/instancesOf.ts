import { type z } from 'zod';
import { addressOf, type StateFile } from './stateFile';

/**
 * The managed instances of a resource type in a state, each with its address. One of an unexpected form is left out, it does not
 * spoil the rest.
 *
 * @param schema - what is read of the attributes
 * @public
 */
export function instancesOf<T>(
  file: StateFile,
  type: string,
  schema: z.ZodType<T>,
): { address: string; attributes: T }[] {
  const found: { address: string; attributes: T }[] = [];
  for (const resource of file.resources) {
    if (resource.mode === 'managed' && resource.type === type) {
      for (const instance of resource.instances) {
        const parsed = schema.safeParse(instance.attributes);
        if (parsed.success && instance.deposed === undefined) {
          const address = addressOf(resource, instance.index_key);
          found.push({ address, attributes: parsed.data });
        }
      }
    }
  }
  return found;
}
