import {
  environmentSummarySchema,
  facetResultSchemas,
  metricsHistoryResultSchema,
  overviewSchema,
  scanPolicySchema,
  servicePlacementSchema,
  STACK_ANNOTATION,
  type EnvironmentSummary,
  type FacetResult,
  type FacetResults,
  type Overview,
  type Problem,
  type ServicePlacement,
  type Verdict,
} from '@slipway/plugin-slipway-common';

/** The moment at which every fixture is told. */
export const NOW = '2026-01-10T12:00:00.000Z';

/** The ISO time so many seconds before {@link NOW}. */
export function ago(seconds: number): string {
  return new Date(Date.parse(NOW) - seconds * 1_000).toISOString();
}

export const DIGEST = `sha256:${'ab'.repeat(32)}`;

export const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    namespace: 'default',
    annotations: { [STACK_ANNOTATION]: 'orders' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'guests' },
};

// Every fixture goes through its schema, so that none of them can say what the wire cannot.

export const placement: ServicePlacement = servicePlacementSchema.parse({
  entityRef: 'component:default/orders',
  stack: 'orders',
  environments: ['local'],
});

export const environment: EnvironmentSummary = environmentSummarySchema.parse({
  name: 'local',
  accountId: '123456789012',
  region: 'eu-central-1',
  provisioned: { bootstrap: true, platform: true },
});

export const deployedService = {
  name: 'slipway-orders',
  cluster: 'slipway',
  status: 'ACTIVE',
  counts: { running: 2, pending: 0, desired: 2 },
  taskDefinition: 'slipway-orders:3',
  released: true,
  containers: [
    {
      name: 'app',
      image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@${DIGEST}`,
      digest: DIGEST,
    },
  ],
  rollout: {
    state: 'completed' as const,
    failedTasks: 0,
    startedAt: ago(600),
    updatedAt: ago(540),
  },
  events: [
    {
      at: ago(540),
      message: '(service slipway-orders) reached a steady state.',
    },
  ],
};

export const driftFinding = {
  kind: 'configuration' as const,
  address: 'aws_ecs_service.this',
  attribute: 'desired_count',
  action: 'update' as const,
  declared: '2',
  actual: '5',
  masked: false,
};

export const scannedImage = {
  container: 'app',
  image: deployedService.containers[0].image,
  digest: DIGEST,
  scannedDigest: DIGEST,
  role: 'running' as const,
  status: 'passing' as const,
  reasons: [],
  namedByTag: false,
  severityCounts: {},
  accepted: [],
  scannedAt: ago(3_600),
};

export const scanPolicy = scanPolicySchema.parse({});

/** A service about which everything is well and known. */
export const healthy: FacetResults = {
  deployments: facetResultSchemas.deployments.parse({
    verdict: 'healthy',
    asOf: ago(2),
    data: { services: [deployedService] },
  }),
  state: facetResultSchemas.state.parse({
    verdict: 'healthy',
    asOf: ago(12),
    data: {
      soundness: 'sound',
      serial: 7,
      lineage: '3f1c0c9e-5b7b-4f7e-8a55-0d6c1b0a9b11',
      terraformVersion: '1.11.4',
      resourceCount: 16,
      size: 41_300,
      lastModified: ago(7_200),
    },
  }),
  drift: facetResultSchemas.drift.parse({
    verdict: 'healthy',
    asOf: ago(2),
    data: {
      live: [],
      lastCheck: {
        checkedAt: ago(180),
        durationMs: 3_100,
        complete: true,
        findings: [],
      },
      checking: false,
    },
  }),
  scans: facetResultSchemas.scans.parse({
    verdict: 'healthy',
    asOf: ago(120),
    data: { images: [scannedImage], policy: scanPolicy },
  }),
  metrics: facetResultSchemas.metrics.parse({
    verdict: 'healthy',
    asOf: ago(2),
    data: {
      targets: { up: 2, total: 2, errors: [] },
      requestRate: 4.2,
      errorRatio: 0.001,
      latencyP95: 0.038,
      windowSeconds: 300,
      trend: {
        from: ago(3_600),
        stepSeconds: 1_200,
        requestRate: [null, 2, 3, 4.2],
        errorRatio: [null, 0, 0, 0.001],
        latencyP95: [null, null, 0.05, 0.038],
      },
    },
  }),
};

export const unreachable: Problem = {
  code: 'unreachable',
  message: 'ECS did not answer in eu-central-1',
  remedy: 'Check the network between the portal and AWS',
};

export const notReleased: Problem = {
  code: 'not-released',
  message: 'No image of orders was released to local yet',
  remedy: 'Push an image and release its digest',
};

/** A facet's answer with other data, and with another verdict or a problem. */
export function withData<T>(
  result: FacetResult<T>,
  data: Partial<T>,
  rest: { verdict?: Verdict; problem?: Problem } = {},
) {
  if (!('data' in result)) {
    throw new Error('The fixture has no data to change');
  }
  return { ...result, ...rest, data: { ...result.data, ...data } };
}

export const overview: Overview = overviewSchema.parse({
  entityRef: placement.entityRef,
  stack: placement.stack,
  verdict: 'healthy',
  environments: [{ environment: 'local', verdict: 'healthy', facets: healthy }],
});

/** Two charts of an hour in four points; the second measures nothing. */
export const metricsHistory = metricsHistoryResultSchema.parse({
  asOf: ago(2),
  data: {
    range: '1h',
    from: ago(3_600),
    to: NOW,
    stepSeconds: 1_200,
    charts: [
      {
        id: 'latency',
        title: 'Latency',
        unit: 'seconds',
        queries: ['p50{ecs_service="slipway-orders"}', 'p99'],
        series: [
          { name: 'p50', points: [0.01, null, 0.03, 0.02] },
          { name: 'p99', points: [0.1, null, 0.3, 0.2] },
        ],
      },
      {
        id: 'pool',
        title: 'Database connections in use',
        unit: 'ratio',
        queries: ['pool{ecs_service="slipway-orders"}'],
        series: [],
      },
    ],
  },
});
