import { z } from 'zod';

/** @public */
export const severitySchema = z.enum([
  'CRITICAL',
  'HIGH',
  'MEDIUM',
  'LOW',
  'INFORMATIONAL',
  'UNDEFINED',
  'UNTRIAGED',
]);

/** @public */
export type Severity = z.infer<typeof severitySchema>;

/**
 * What the registry says of one digest, by the policy of the environment. Only `passing` is green: a completed scan that is
 * fresh and finds nothing that blocks.
 *
 * @public
 */
export const scanStatusSchema = z.enum([
  'passing',
  'blocked',
  'outdated',
  'not-scanned',
  'in-progress',
  'expired',
  'unsupported',
  'failed',
  'archived',
  'not-in-registry',
  'not-private',
]);

/** @public */
export type ScanStatus = z.infer<typeof scanStatusSchema>;

/**
 * ECR's two kinds of scanning: `basic` knows packages of the operating system and no fixed versions.
 *
 * @public
 */
export const scanTypeSchema = z.enum(['basic', 'enhanced']);

/** @public */
export type ScanType = z.infer<typeof scanTypeSchema>;
