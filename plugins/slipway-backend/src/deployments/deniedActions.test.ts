import { registerMswTestHooks } from '@backstage/backend-test-utils';
import {
  type DeploymentsDetails,
  deploymentsDetailsSchema,
  deploymentsResultSchema,
} from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { FakeAws } from '../__testUtils__/fakeAws';
import {
  readDenials,
  type RecordedDenials,
} from '../__testUtils__/RecordedDenials';
import { describedService } from '../__testUtils__/runningOrders';
import {
  runOrdersInFull,
  TARGET_GROUP,
} from '../__testUtils__/runningOrdersInFull';
import {
  AWS_ENDPOINT,
  component,
  loopback,
  startPlugin,
} from '../__testUtils__/startPlugin';

const worker = setupServer(loopback);
registerMswTestHooks(worker);

const orders = component('orders', { 'slipway.dev/stack': 'orders' });
const at = '/api/slipway/entities/default/component/orders/environments/local';

/** The parts of the details that an action tells, and nothing else does. */
const LOST: Record<string, string[]> = {
  ListServiceDeployments: ['revisions', 'history'],
  DescribeServiceDeployments: ['rollout', 'revisions'],
  DescribeServiceRevisions: ['revisions'],
  ListTasks: ['tasks'],
  DescribeTasks: ['tasks'],
  DescribeTaskDefinition: ['logs'],
  DescribeTargetHealth: ['targetHealth'],
  DescribeScalableTargets: ['scaling'],
  DescribeScalingPolicies: ['scaling'],
  DescribeScheduledActions: ['scaling'],
};

async function view(script: (aws: FakeAws) => void) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(AWS_ENDPOINT));
  runOrdersInFull(aws);
  script(aws);
  const server = await startPlugin({ entities: [orders] });
  const get = async (path: string) =>
    (await request(server).get(`${at}/${path}`).expect(200)).body;
  return {
    facet: deploymentsResultSchema.parse(await get('facets/deployments')),
    details: deploymentsDetailsSchema.parse(await get('deployments/details')),
    state: await get('facets/state'),
  };
}

const denials = readDenials();

/** Answers an IAM action with what was recorded of a role that may not call it. */
const deny =
  (action: string, by: keyof RecordedDenials = 'lacking') =>
  (aws: FakeAws) => {
    const recorded = denials[by][action];
    if (action === 'elasticloadbalancing:DescribeTargetHealth') {
      aws.targets = () => recorded;
    } else {
      aws.answers[action.slice(action.indexOf(':') + 1)] = { recorded };
    }
  };

const missing = ({ services }: DeploymentsDetails) =>
  new Set(
    services.flatMap(({ problems }) =>
      problems.map(({ problem }) => problem.missingAction),
    ),
  );

describe('a policy that lacks an action', () => {
  it('is complete in the others: nothing is missing where none lacks', async () => {
    const { facet, details } = await view(() => {});
    expect(facet).not.toHaveProperty('problem');
    expect(missing(details)).toEqual(new Set());
  });

  it('is named where it is ecs:DescribeServices, without which nothing is known of ECS', async () => {
    const { facet, details, state } = await view(deny('ecs:DescribeServices'));
    expect(facet).toEqual({
      verdict: 'unknown',
      problem: expect.objectContaining({
        code: 'access-denied',
        missingAction: 'ecs:DescribeServices',
        remedy: expect.stringContaining('ecs:DescribeServices'),
      }),
    });
    expect(details).toMatchObject({
      services: [],
      problem: { missingAction: 'ecs:DescribeServices' },
    });
    expect(state.verdict).toBe('healthy');
  });

  it.each([
    'ecs:ListServiceDeployments',
    'ecs:DescribeServiceDeployments',
    'ecs:DescribeServiceRevisions',
    'ecs:ListTasks',
    'ecs:DescribeTasks',
    'ecs:DescribeTaskDefinition',
    'elasticloadbalancing:DescribeTargetHealth',
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:DescribeScalingPolicies',
    'application-autoscaling:DescribeScheduledActions',
  ])('is named where it is %s, beside all other facts', async action => {
    const name = action.slice(action.indexOf(':') + 1);
    const { facet, details, state } = await view(deny(action));
    expect(missing(details)).toEqual(new Set([action]));
    expect(facet).toMatchObject({
      data: {
        services: [
          {
            counts: { running: 2, desired: 2 },
            containers: [{ name: 'orders' }],
            rollout: { state: 'completed' },
          },
        ],
      },
    });
    const [service] = details.services;
    const parts = {
      rollout: service.rollout?.status,
      revisions: service.rollout?.revisions[0]?.taskDefinition,
      history: service.history,
      tasks: service.tasks[0],
      targetHealth: service.targetGroups?.[0],
      scaling: service.scaling,
      logs: service.logs,
    };
    expect(
      Object.entries(parts)
        .filter(([, value]) => value === undefined)
        .map(([part]) => part),
    ).toEqual(LOST[name]);
    expect(state.verdict).toBe('healthy');
  });

  it.each([
    [
      'denies it',
      'denied',
      'with an explicit deny in an identity-based policy',
    ],
    ['is bounded', 'bounded', 'because no permissions boundary allows'],
  ] as const)(
    'is named just so where a policy %s, and AWS’s own text goes no further',
    async (_, by, text) => {
      const lists = ['ecs:ListServiceDeployments', 'ecs:ListTasks'];
      const { facet, details } = await view(aws => {
        for (const action of lists) {
          expect(denials[by][action].body).toContain(text);
          deny(action, by)(aws);
        }
      });
      expect(missing(details)).toEqual(new Set(lists));
      expect(JSON.stringify([facet, details])).not.toMatch(
        /not authorized|assumed-role/,
      );
    },
  );

  it('names every action where it lacks several', async () => {
    const { facet } = await view(aws => {
      deny('ecs:ListServiceDeployments')(aws);
      deny('ecs:ListTasks')(aws);
      aws.answers.DescribeServices = {
        services: [
          describedService({
            runningCount: 1,
            loadBalancers: [{ targetGroupArn: TARGET_GROUP }],
          }),
        ],
      };
    });
    expect(facet.problem?.message).toContain('ecs:ListServiceDeployments');
    expect(facet.problem?.message).toContain('ecs:ListTasks');
    expect(facet.problem?.remedy).toContain('ecs:ListTasks');
    expect(facet).toMatchObject({ data: { services: [{}] } });
  });
});
