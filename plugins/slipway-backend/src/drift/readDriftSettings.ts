import { type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const KEY = 'slipway.drift';

const settingsSchema = z.strictObject({
  // A plan takes a core and some hundred megabytes; a person who asks should not wait behind one scheduled check.
  processes: z.number().int().min(1).max(32).default(2),
  retentionDays: z.number().int().min(1).default(180),
});

/** How drift checks run in this portal: `slipway.drift`. */
export type DriftSettings = z.infer<typeof settingsSchema>;

/**
 * Reads `slipway.drift`.
 *
 * @throws InputError that names the key.
 */
export function readDriftSettings(config: Config): DriftSettings {
  const parsed = settingsSchema.safeParse(config.getOptional(KEY) ?? {});
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues
        .map(issue => `${[KEY, ...issue.path].join('.')}: ${issue.message}`)
        .join('; '),
    );
  }
  return parsed.data;
}
