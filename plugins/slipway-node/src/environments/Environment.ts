import {
  scanPolicySchema,
  type ScanPolicy,
  driftIgnoreRuleSchema,
  type DriftIgnoreRule,
} from '@slipway/plugin-slipway-common';
import { z } from 'zod';
import { httpUrlSchema } from './httpUrl';
import {
  prometheusConfigSchema,
  type PrometheusConfig,
} from './PrometheusConfig';

// A YAML number loses leading zeros, so an unquoted account is refused rather than mended.
const accountIdSchema = z
  .string({
    error: "must be twelve digits in quotes, for example '123456789012'",
  })
  .regex(/^\d{12}$/, "must be twelve digits, for example '123456789012'");

/**
 * What an operator may configure for an environment. Unknown keys are refused, so that a typing mistake is not ignored.
 *
 * @internal
 */
export const environmentConfigSchema = z.strictObject({
  accountId: accountIdSchema,
  region: z
    .string()
    .regex(
      /^[a-z]{2}(-[a-z]+){1,2}-\d$/,
      'must be an AWS region, for example eu-central-1',
    ),
  prefix: z
    .string()
    // ECR refuses two hyphens in a row, load balancers the start "internal-".
    .regex(
      /^(?!internal-)(?=.{2,16}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      'must have 2 to 16 lower-case letters, digits and single hyphens, start with a letter and not with internal-',
    )
    .default('slipway'),
  endpoint: httpUrlSchema.optional(),
  prometheus: prometheusConfigSchema.optional(),
  operator: z
    .strictObject({
      accessKeyId: z.string().min(1),
      secretAccessKey: z.string().min(1),
    })
    .optional(),
  drift: z
    .strictObject({
      intervalMinutes: z.number().int().min(1).default(60),
      ignore: z.array(driftIgnoreRuleSchema).optional(),
    })
    .default({ intervalMinutes: 60 }),
  scans: scanPolicySchema.prefault({}),
});

/**
 * An AWS account and region that an operator configured.
 *
 * @remarks `operator` and the credentials of `prometheus` are secrets: never log or return an environment as a whole.
 * @public
 */
export type Environment = {
  name: string;
  accountId: string;
  region: string;
  /** What the names of all AWS resources start with. */
  prefix: string;
  /** Address of an AWS emulator. */
  endpoint?: string;
  prometheus?: PrometheusConfig;
  operator?: { accessKeyId: string; secretAccessKey: string };
  /** What is asked of the images that run here. */
  scans: ScanPolicy;
  drift: {
    intervalMinutes: number;
    /** Drift that is not to be reported in any stack of the environment. */
    ignore?: readonly DriftIgnoreRule[];
  };
};
