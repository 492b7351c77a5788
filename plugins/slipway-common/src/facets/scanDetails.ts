import { z } from 'zod';
import { problemSchema } from '../problem';
import { scanStatusSchema, severitySchema } from '../scans/scanStatus';

/** @public */
export const imageFindingSchema = z.object({
  name: z.string(),
  severity: severitySchema,
  /** Empty where the registry names no package. */
  packages: z.array(
    z.object({
      name: z.string(),
      installedVersion: z.string().optional(),
      fixedInVersion: z.string().optional(),
      manager: z.string(),
      layer: z.string().optional(),
      path: z.string().optional(),
    }),
  ),
  /** CVSS score, 0 to 10. */
  score: z.number().optional(),
  exploitAvailable: z.boolean().optional(),
  firstSeenAt: z.string().optional(),
  uri: z.string().optional(),
});

/**
 * Where a vulnerable package comes from.
 *
 * @public
 */
export const findingOriginSchema = z.enum([
  'base-image',
  'application',
  'unknown',
]);

/** @public */
export type FindingOrigin = z.infer<typeof findingOriginSchema>;

/**
 * One change that clears findings: a newer base image, or a newer package of the application.
 *
 * @public
 */
export const scanFixSchema = z.object({
  origin: findingOriginSchema,
  /** Absent for the base image, which is replaced as a whole. */
  package: z.string().optional(),
  installedVersion: z.string().optional(),
  /** The version that clears all of them. */
  fixedInVersion: z.string().optional(),
  clears: z.number().int(),
  /** The worst of what is cleared. */
  severity: severitySchema,
});

/** @public */
export type ScanFix = z.infer<typeof scanFixSchema>;

/** @public */
export const imageDetailsSchema = z.object({
  container: z.string(),
  digest: z.string(),
  /** Findings that were read; fewer than the counts say where an image has more than twenty thousand. */
  findings: z.number().int(),
  origins: z.record(findingOriginSchema, z.number().int()),
  /** How origins were told: by the layers of the base image where it is known, otherwise by the kind of package. */
  originBy: z.enum(['layers', 'package-manager']),
  /** What clears most comes first. */
  fixes: z.array(scanFixSchema),
  /** The image that was pushed last, against this one; absent where it is this one or there is none. */
  newest: z
    .object({
      digest: z.string(),
      tags: z.array(z.string()),
      pushedAt: z.string(),
      status: scanStatusSchema,
      /** Names of vulnerabilities that it no longer has; absent, like `adds`, where its findings are not known. */
      fixes: z.array(z.string()).optional(),
      adds: z.array(z.string()).optional(),
    })
    .optional(),
  /** True when no image was pushed after this one. */
  isNewest: z.boolean(),
  /** As ECR names it; anything but `IMMUTABLE` lets a tag be moved. */
  tagMutability: z.string().optional(),
  /** When the repository's lifecycle policy would take the image away. */
  lifecycle: z
    .object({
      rule: z.number().int(),
      description: z.string().optional(),
      action: z.enum(['expire', 'archive']),
      /** Exactly one of the three is there. */
      now: z.literal(true).optional(),
      afterPushes: z.number().int().optional(),
      inDays: z.number().int().optional(),
    })
    .optional(),
  /** Why a part of this is missing. */
  problems: z.array(problemSchema),
});

/** @public */
export type ImageDetails = z.infer<typeof imageDetailsSchema>;

/** @public */
export const scanDetailsSchema = z.object({
  images: z.array(imageDetailsSchema),
});

/** @public */
export type ScanDetails = z.infer<typeof scanDetailsSchema>;

/**
 * A page of the findings of one image that runs, worst first.
 *
 * @public
 */
export const scanFindingsSchema = z.object({
  total: z.number().int(),
  offset: z.number().int(),
  findings: z.array(imageFindingSchema),
});

/** @public */
export type ScanFindings = z.infer<typeof scanFindingsSchema>;
