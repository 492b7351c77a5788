import {
  driftCheckSchema,
  driftIgnoreRuleSchema,
} from '@slipway/plugin-slipway-common';
import { z } from 'zod';

/** {@link StoredCheck} */
export const storedCheckSchema = driftCheckSchema.extend({
  serial: z.number().optional(),
  rules: z.array(driftIgnoreRuleSchema).optional(),
  entityRef: z.string().optional(),
});

/** A check as it is stored: with the serial of the state that it saw, the entity that the state names, and the ignore rules of the stack. */
export type StoredCheck = z.infer<typeof storedCheckSchema>;
