import { z } from 'zod';
import { severitySchema } from './scanStatus';

const acceptedVulnerabilitySchema = z.strictObject({
  id: z.string().min(1, 'must name a vulnerability, for example CVE-2026-1234'),
  reason: z.string().min(1, 'must say why the vulnerability is accepted'),
  author: z.string().min(1, 'must say who accepted it'),
  // A YAML date that is not quoted arrives as a time of day.
  expires: z.iso.date({
    error: "must be a day in quotes, for example '2027-03-31'",
  }),
});

/**
 * What an environment asks of the images that run there. The defaults hold where nothing is configured.
 *
 * @public
 */
export const scanPolicySchema = z.strictObject({
  /** Severities that block. */
  blockingSeverities: z.array(severitySchema).default(['CRITICAL', 'HIGH']),
  /** Days after which a scan no longer vouches for an image. */
  maximumScanAgeDays: z.number().positive().default(30),
  /** Hosts of registries that are private besides the environment's own. */
  allowedRegistries: z
    .array(
      z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/,
          'must be the host of a registry, for example 123456789012.dkr.ecr.eu-central-1.amazonaws.com',
        ),
    )
    .default([]),
  /** Vulnerabilities that do not block until the end of a day. */
  acceptedVulnerabilities: z.array(acceptedVulnerabilitySchema).default([]),
});

/** @public */
export type ScanPolicy = z.infer<typeof scanPolicySchema>;
