import {
  deployedServiceDetailsSchema,
  ECS_SERVICE_ARN_ANNOTATION,
  environmentSummarySchema,
  facetResultSchemas,
  metricsHistoryResultSchema,
  overviewSchema,
  rolloutDetailsSchema,
  scanPolicySchema,
  servicePlacementSchema,
  STACK_ANNOTATION,
  type DeployedServiceDetails,
  type EnvironmentSummary,
  type FacetResult,
  type FacetResults,
  type Overview,
  type Problem,
  type RolloutDetails,
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
    annotations: {
      [STACK_ANNOTATION]: 'orders',
      'backstage.io/source-location':
        'url:https://github.com/example/orders/tree/main/',
    },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'guests' },
};

/** A service that Slipway did not provision. */
export const entityWithoutStack = {
  ...entity,
  metadata: {
    name: 'legacy',
    namespace: 'default',
    annotations: {
      [ECS_SERVICE_ARN_ANNOTATION]:
        'arn:aws:ecs:eu-central-1:123456789012:service/shop/legacy',
    },
  },
};

// Every fixture goes through its schema, so that none of them can say what the wire cannot.

export const placement: ServicePlacement = servicePlacementSchema.parse({
  entityRef: 'component:default/orders',
  stack: 'orders',
  environments: ['local'],
});

export const placementWithoutStack: ServicePlacement =
  servicePlacementSchema.parse({
    entityRef: 'component:default/orders',
    environments: ['local'],
  });

/** What state and drift say of such a service. */
export const noState: Problem = {
  code: 'no-state',
  message: 'Slipway did not provision the ECS service of orders',
  remedy: 'Nothing needs to be done',
};

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

/** A rollout that an alarm rolled back. */
export const rolloutDetails: RolloutDetails = rolloutDetailsSchema.parse({
  id: 'd2',
  status: 'ROLLBACK_SUCCESSFUL',
  reason: 'Service deployment rolled back because of alarms.',
  strategy: 'ROLLING',
  startedAt: ago(600),
  finishedAt: ago(420),
  durationSeconds: 180,
  revisions: [
    {
      role: 'source',
      id: 'r3',
      taskDefinition: 'slipway-orders:3',
      images: [{ container: 'app', digest: DIGEST }],
      tasks: { requested: 2, running: 2, pending: 0 },
    },
    {
      role: 'target',
      id: 'r4',
      taskDefinition: 'slipway-orders:4',
      images: [],
      tasks: { requested: 0, running: 0, pending: 0 },
    },
  ],
  circuitBreaker: { status: 'MONITORING', failures: 1, threshold: 3 },
  alarms: {
    status: 'TRIGGERED',
    names: ['errors', 'latency'],
    triggered: ['errors'],
  },
  rollback: { to: 'slipway-orders:3', reason: 'Alarm detected.' },
  hooks: [],
  consoleUrl: 'https://console.aws.example/deployment',
});

/** Everything that the tab can tell of {@link deployedService}: the last rollout was rolled back. */
export const serviceDetails: DeployedServiceDetails =
  deployedServiceDetailsSchema.parse({
    name: 'slipway-orders',
    cluster: 'slipway',
    asOf: ago(2),
    rollout: rolloutDetails,
    history: {
      since: ago(90 * 86_400),
      succeeded: 3,
      failed: 1,
      changeFailureRate: 0.25,
      timeToRestoreSeconds: 180,
      rollouts: [
        {
          id: 'd2',
          outcome: 'rolled-back',
          status: 'ROLLBACK_SUCCESSFUL',
          startedAt: ago(600),
          finishedAt: ago(420),
          durationSeconds: 180,
          taskDefinition: 'slipway-orders:4',
          reason: 'Alarm detected.',
        },
        {
          id: 'd1',
          outcome: 'succeeded',
          status: 'SUCCESSFUL',
          startedAt: ago(86_400),
          finishedAt: ago(86_340),
          durationSeconds: 60,
        },
      ],
    },
    tasks: [
      {
        id: '1f'.repeat(16),
        status: 'RUNNING',
        desiredStatus: 'RUNNING',
        health: 'HEALTHY',
        taskDefinition: 'slipway-orders:3',
        zone: 'eu-central-1a',
        capacity: 'FARGATE',
        cpuArchitecture: 'arm64',
        addresses: ['10.0.1.7'],
        startedAt: ago(3_600),
        containers: [
          {
            name: 'app',
            status: 'RUNNING',
            health: 'HEALTHY',
            logsUrl: 'https://console.aws.example/logs',
          },
        ],
        consoleUrl: 'https://console.aws.example/task',
      },
      {
        id: '2e'.repeat(16),
        status: 'STOPPED',
        desiredStatus: 'STOPPED',
        health: 'UNKNOWN',
        taskDefinition: 'slipway-orders:4',
        zone: 'eu-central-1b',
        capacity: 'FARGATE_SPOT',
        cpuArchitecture: 'arm64',
        addresses: [],
        startedAt: ago(500),
        stoppedAt: ago(480),
        stopCode: 'SpotInterruption',
        stoppedReason: 'Your Spot Task was interrupted.',
        containers: [
          { name: 'app', status: 'STOPPED', health: 'UNKNOWN', exitCode: 143 },
        ],
      },
    ],
    targetGroups: [
      {
        name: 'slipway-orders',
        container: 'app',
        port: 8080,
        targets: [
          { id: '10.0.1.7', port: 8080, state: 'healthy' },
          {
            id: '10.0.1.8',
            port: 8080,
            state: 'unhealthy',
            reason: 'Target.FailedHealthChecks',
            description: 'Health checks failed',
          },
        ],
      },
    ],
    scaling: {
      min: 2,
      max: 10,
      suspended: ['scaling in'],
      policies: [
        {
          name: 'cpu',
          type: 'TargetTrackingScaling',
          metric: 'ECSServiceAverageCPUUtilization',
          target: 60,
        },
      ],
      schedules: [
        {
          name: 'night',
          schedule: 'cron(0 20 * * ? *)',
          timezone: 'Europe/Berlin',
          min: 0,
          max: 2,
        },
      ],
    },
    logs: [
      {
        container: 'app',
        driver: 'awslogs',
        group: '/slipway/orders',
        url: 'https://console.aws.example/group',
      },
    ],
    problems: [],
  });

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
