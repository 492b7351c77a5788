import { z } from 'zod';
import { httpUrlSchema } from './httpUrl';

/**
 * How the Prometheus of an environment is reached.
 *
 * @public
 */
export type PrometheusConfig = {
  /** Base address, without a slash at its end. */
  url: string;
  /** Seconds that an answer may take. */
  timeoutSeconds: number;
  basicAuth?: { username: string; password: string };
  bearerToken?: string;
  /** Where people read and change what it scrapes: the page of a file in a repository. */
  scrapeConfigUrl?: string;
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** @internal */
export const prometheusConfigSchema = z
  .strictObject({
    url: httpUrlSchema.refine(
      text => !/[?#]/.test(text) && new URL(text).username === '',
      'must be a base address without credentials, query or fragment',
    ),
    timeoutSeconds: z.number().min(1).max(60).default(5),
    basicAuth: z
      .strictObject({
        // A colon would end the name.
        username: z.string().regex(/^[^:]+$/, 'must be a name without a colon'),
        password: z.string().min(1),
      })
      .optional(),
    bearerToken: z
      .string()
      .regex(/^[\x21-\x7e]+$/, 'must be a token without spaces or line breaks')
      .optional(),
    scrapeConfigUrl: httpUrlSchema
      .refine(text => text.startsWith('https:'), 'must be an https address')
      .optional(),
  })
  .refine(({ basicAuth, bearerToken }) => !(basicAuth && bearerToken), {
    path: ['bearerToken'],
    error: 'cannot stand beside basicAuth: Prometheus takes one of them',
  })
  .refine(
    ({ url, basicAuth, bearerToken }) =>
      !(basicAuth || bearerToken) ||
      url.startsWith('https:') ||
      LOOPBACK.has(new URL(url).hostname),
    {
      path: ['url'],
      error: 'must be an https address where credentials are sent to it',
    },
  );
