import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs';
import { registerMswTestHooks } from '@backstage/backend-test-utils';
import {
  deployedServiceDetailsSchema,
  deploymentsResultSchema,
} from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import { ecsReaders } from '../__testUtils__/ecsReaders';
import { FakeAws } from '../__testUtils__/fakeAws';
import { membersOf } from '../__testUtils__/membersOf';
import {
  playRecorded,
  readRecorded,
  type RecordedEcs,
  withManyTasks,
} from '../__testUtils__/RecordedEcs';
import { type DeclaredService } from '../stacks';
import { deploymentsFacet, type ObservedService } from './deploymentsFacet';

const ENDPOINT = 'http://aws.example';
// What the tab is tested with: kept equal to what the backend makes of the recorded answers.
const TOLD = join(__dirname, '../../../slipway/src/__testUtils__/recorded');
const SHAPES = [
  'rolling',
  'failed',
  'rolled-back',
  'blue-green-paused',
  'code-deploy',
  'zero-tasks',
  'several-services',
];
const worker = setupServer();
registerMswTestHooks(worker);

function play(recorded: RecordedEcs): FakeAws {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  playRecorded(aws, recorded);
  return aws;
}

/** What the facet and its details tell of recorded services. */
async function tell(recorded: RecordedEcs) {
  play(recorded);
  const { ecs, details } = ecsReaders({ endpoint: ENDPOINT });
  const keyOf = (service: string) => ({
    environment: 'local',
    cluster: 'slipway',
    service,
  });
  const observed: ObservedService[] = await Promise.all(
    recorded.DescribeServices.services.map(async service => ({
      declared: declaredAs(service),
      answer: await ecs.read(keyOf(service.serviceName)),
    })),
  );
  const services = observed.map(({ declared }) => declared);
  const facet = deploymentsFacet(
    {
      entityRef: 'component:default/orders',
      environment: 'local',
      stack: 'orders',
    },
    {
      bound: {
        facts: {
          entityRef: 'component:default/orders',
          released: true,
          services,
          taskDefinitions: [],
        },
        at: new Date(),
      },
      observed,
    },
  );
  const told = await Promise.all(
    observed.map(async ({ declared, answer }) => {
      if (!answer.value) {
        throw new Error(answer.problem.message);
      }
      return deployedServiceDetailsSchema.parse(
        await details.read({
          key: keyOf(declared.name),
          snapshot: answer.value,
          at: answer.at,
        }),
      );
    }),
  );
  return {
    now: recorded.recordedAt,
    deployments: deploymentsResultSchema.parse(facet),
    details: { services: told },
  };
}

function declaredAs(service: { serviceName: string }): DeclaredService {
  const { serviceArn, taskDefinition, desiredCount } = {
    serviceArn: '',
    taskDefinition: '',
    desiredCount: 0,
    ...service,
  };
  return {
    address: '',
    name: service.serviceName,
    arn: serviceArn,
    clusterName: 'slipway',
    desiredCount,
    taskDefinition,
    autoscaled: false,
  };
}

describe('what was recorded of ECS', () => {
  const stopClock = ({ recordedAt }: RecordedEcs) =>
    jest.useFakeTimers({
      now: Date.parse(recordedAt),
      doNotFake: [
        'clearTimeout',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'setInterval',
        'setTimeout',
      ],
    });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each(SHAPES)(
    'has no member that the SDK does not know: %s',
    async shape => {
      const recorded = readRecorded(shape);
      play(recorded);
      const client = new ECSClient({
        region: 'eu-central-1',
        endpoint: ENDPOINT,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      });
      const names = recorded.DescribeServices.services.map(
        ({ serviceName }) => serviceName,
      );
      const check = (wire: object, parsed: object) => {
        const { $metadata: _, ...output } = {
          $metadata: undefined,
          ...parsed,
        };
        expect(membersOf(output)).toEqual(membersOf(wire));
      };
      check(
        recorded.DescribeServices,
        await client.send(new DescribeServicesCommand({ services: names })),
      );
      const { serviceDeployments } = recorded.DescribeServiceDeployments;
      check(
        { serviceDeployments, failures: [] },
        await client.send(
          new DescribeServiceDeploymentsCommand({
            serviceDeploymentArns: serviceDeployments.map(
              ({ serviceDeploymentArn }) => serviceDeploymentArn,
            ),
          }),
        ),
      );
      const { serviceRevisions } = recorded.DescribeServiceRevisions;
      check(
        { serviceRevisions, failures: [] },
        await client.send(
          new DescribeServiceRevisionsCommand({
            serviceRevisionArns: serviceRevisions.map(
              ({ serviceRevisionArn }) => serviceRevisionArn,
            ),
          }),
        ),
      );
      const { tasks } = recorded.DescribeTasks;
      check(
        { tasks, failures: [] },
        await client.send(
          new DescribeTasksCommand({ tasks: tasks.map(task => task.taskArn) }),
        ),
      );
      for (const service of names) {
        check(
          recorded.ListServiceDeployments[service],
          await client.send(new ListServiceDeploymentsCommand({ service })),
        );
      }
      for (const answer of recorded.DescribeTaskDefinition) {
        const { taskDefinitionArn: taskDefinition } = answer.taskDefinition;
        check(
          answer,
          await client.send(
            new DescribeTaskDefinitionCommand({ taskDefinition }),
          ),
        );
      }
    },
  );

  it.each(SHAPES)(
    'is told to the tab as the tab is tested: %s',
    async shape => {
      const recorded = readRecorded(shape);
      stopClock(recorded);
      const told = JSON.parse(JSON.stringify(await tell(recorded)));
      const file = join(TOLD, `${shape}.json`);
      if (process.env.SLIPWAY_RECORD) {
        writeFileSync(file, `${JSON.stringify(told, null, 2)}\n`);
      }
      expect(told).toEqual(JSON.parse(readFileSync(file, 'utf8')));
      for (const { problems } of told.details.services) {
        expect(problems).toEqual([]);
      }
    },
  );

  it.each([
    ['rolling', 'attention', 'in-progress', 'IN_PROGRESS'],
    ['failed', 'failing', 'failed', 'STOPPED'],
    ['rolled-back', 'failing', 'rolled-back', 'ROLLBACK_SUCCESSFUL'],
    ['blue-green-paused', 'attention', 'in-progress', 'IN_PROGRESS'],
    ['code-deploy', 'progressing', 'in-progress', 'STABILIZING'],
    ['zero-tasks', 'attention', 'completed', 'SUCCESSFUL'],
  ])('is judged: %s is %s', async (shape, verdict, state, status) => {
    const recorded = readRecorded(shape);
    stopClock(recorded);
    const { deployments, details } = await tell(recorded);
    expect(deployments).toMatchObject({
      verdict,
      data: { services: [{ rollout: { state, status } }] },
    });
    expect(details.services[0].rollout?.status).toBe(status);
  });

  it('explains why a rollout failed, beside the healthy earlier revision', async () => {
    const recorded = readRecorded('rolled-back');
    stopClock(recorded);
    const { deployments } = await tell(recorded);
    expect(deployments).toMatchObject({
      data: {
        services: [
          {
            counts: { running: 1, desired: 1 },
            rollout: { circuitBreaker: { failures: 3, threshold: 3 } },
            failures: {
              tasks: [
                {
                  stopCode: 'EssentialContainerExited',
                  container: 'main',
                  exitCode: 1,
                  count: 3,
                  diagnosis: { explanation: expect.stringContaining('error') },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it('says at which hook a blue/green rollout waits', async () => {
    const recorded = readRecorded('blue-green-paused');
    stopClock(recorded);
    const { deployments, details } = await tell(recorded);
    const hook = {
      type: 'PAUSE',
      status: 'AWAITING_ACTION',
      expiresAt: expect.any(String),
      defaultAction: 'ROLLBACK',
    };
    expect(deployments).toMatchObject({
      verdict: 'attention',
      data: { services: [{ rollout: { waitsAt: hook } }] },
    });
    expect(details.services[0].rollout).toMatchObject({
      strategy: 'BLUE_GREEN',
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      hooks: [hook],
      revisions: [
        { role: 'source', traffic: { production: 100, test: 0 } },
        { role: 'target', traffic: { production: 0, test: 100 } },
      ],
    });
  });

  it('is read in full where 250 tasks run', async () => {
    const recorded = withManyTasks(readRecorded('rolled-back'), 250);
    stopClock(recorded);
    const { details } = await tell(recorded);
    const running = details.services[0].tasks.filter(
      ({ desiredStatus }) => desiredStatus === 'RUNNING',
    );
    expect(new Set(running.map(({ id }) => id)).size).toBe(250);
  });

  it('is a problem where the service is missing', async () => {
    const recorded = readRecorded('missing-service');
    play(recorded);
    const { ecs } = ecsReaders({ endpoint: ENDPOINT });
    expect(
      await ecs.read({
        environment: 'local',
        cluster: 'slipway',
        service: 'nobody',
      }),
    ).toEqual({ problem: expect.objectContaining({ code: 'not-found' }) });
  });
});
