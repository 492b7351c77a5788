import { z } from 'zod';
import {
  deploymentsResultSchema,
  driftResultSchema,
  metricsResultSchema,
  scansResultSchema,
  stateResultSchema,
} from './facets';
import { verdictSchema } from './verdict';

/**
 * The schema of each facet's answer: `GET …/environments/:environment/facets/:facet`.
 *
 * @public
 */
export const facetResultSchemas = {
  deployments: deploymentsResultSchema,
  state: stateResultSchema,
  drift: driftResultSchema,
  scans: scansResultSchema,
  metrics: metricsResultSchema,
} as const;

/** @public */
export type FacetResults = {
  [K in keyof typeof facetResultSchemas]: z.infer<
    (typeof facetResultSchemas)[K]
  >;
};

/** @public */
export const environmentOverviewSchema = z.object({
  environment: z.string(),
  verdict: verdictSchema,
  facets: z.object(facetResultSchemas),
});

/** @public */
export type EnvironmentOverview = z.infer<typeof environmentOverviewSchema>;

/**
 * All facets of a service in all its environments: `GET /entities/:namespace/:kind/:name/overview`.
 *
 * @public
 */
export const overviewSchema = z.object({
  entityRef: z.string(),
  /** Absent for a service that Slipway did not provision. */
  stack: z.string().optional(),
  verdict: verdictSchema,
  environments: z.array(environmentOverviewSchema),
});

/** @public */
export type Overview = z.infer<typeof overviewSchema>;

/**
 * Where a service is: `GET /entities/:namespace/:kind/:name`. No call to AWS is made for it.
 *
 * @public
 */
export const servicePlacementSchema = z.object({
  entityRef: z.string(),
  /** Absent for a service that Slipway did not provision. */
  stack: z.string().optional(),
  environments: z.array(z.string()),
});

/** @public */
export type ServicePlacement = z.infer<typeof servicePlacementSchema>;
