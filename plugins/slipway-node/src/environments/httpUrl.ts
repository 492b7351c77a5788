import { z } from 'zod';

/** An http or https address, without slashes at its end. */
export const httpUrlSchema = z
  .string()
  .refine(
    text => /^https?:\/\//.test(text) && URL.canParse(text),
    'must be an http or https address, for example http://127.0.0.1:4566',
  )
  .transform(text => text.replace(/\/+$/, ''));
