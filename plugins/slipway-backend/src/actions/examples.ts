import {
  type EcsDeploymentFailure,
  type EcsDeploymentStatus,
  type Rollout,
  type TaskFailure,
} from '@slipway/plugin-slipway-common';

const rollout: Rollout = {
  state: 'rolled-back',
  reason: 'Circuit breaker threshold exceeded',
  failedTasks: 3,
  circuitBreaker: { failures: 3, threshold: 3 },
  startedAt: '2026-11-20T09:58:12.000Z',
};

const failure: TaskFailure = {
  stopCode: 'EssentialContainerExited',
  reason: 'Essential container in task exited',
  container: 'orders',
  exitCode: 1,
  count: 3,
  lastAt: '2026-11-20T10:01:40.000Z',
  examples: ['0f9de17a6f1b4b0e8f6f5d0c2f3a4b5c'],
  diagnosis: {
    explanation: 'The application ended by itself with an error',
    fix: 'Read the last lines of the container’s log',
  },
};

const status: EcsDeploymentStatus = {
  entityRef: 'component:default/orders',
  stack: 'orders',
  environments: [
    {
      environment: 'prod',
      deployments: {
        verdict: 'failing',
        asOf: '2026-11-20T10:02:00.000Z',
        data: {
          services: [
            {
              name: 'slipway-orders',
              cluster: 'slipway',
              status: 'ACTIVE',
              counts: { running: 2, pending: 0, desired: 2 },
              taskDefinition: 'slipway-orders:41',
              released: true,
              containers: [
                {
                  name: 'orders',
                  image:
                    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway-orders',
                },
              ],
              rollout,
              failures: { tasks: [failure], events: [] },
              events: [],
            },
          ],
        },
      },
    },
  ],
};

const explained: EcsDeploymentFailure = {
  entityRef: 'component:default/orders',
  stack: 'orders',
  environments: [
    {
      environment: 'prod',
      verdict: 'failing',
      asOf: '2026-11-20T10:02:00.000Z',
      services: [
        { name: 'slipway-orders', rollout, tasks: [failure], events: [] },
      ],
    },
  ],
};

const everywhere = { entityRef: 'component:default/orders' };
const inProd = { ...everywhere, environment: 'prod' };

export const statusExamples = [
  {
    title: 'A rollout that was rolled back',
    description:
      'Two tasks of the earlier revision run and are healthy; the service is failing all the same',
    input: inProd,
    output: status,
  },
  { title: 'All environments of a service', input: everywhere },
];

export const failureExamples = [
  {
    title: 'Why a rollout was rolled back',
    input: inProd,
    output: explained,
  },
  { title: 'What fails in any environment', input: everywhere },
];
