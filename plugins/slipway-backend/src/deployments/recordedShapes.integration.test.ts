import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  type CreateServiceCommandInput,
  CreateTaskSetCommand,
  type CreateTaskSetCommandInput,
  UpdateServiceCommand,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { createTargetGroups, EcsPlayground } from '@slipway/local-aws';
import { EcsRecorder } from '../__testUtils__/EcsRecorder';
import { readDenials } from '../__testUtils__/RecordedDenials';
import { recordDenials } from '../__testUtils__/recordDenials';
import {
  readRecorded,
  recordedFile,
  type RecordedEcs,
  writeRecorded,
} from '../__testUtils__/RecordedEcs';
import { membersOf } from '../__testUtils__/membersOf';

jest.setTimeout(180_000);

// With it the answers are recorded anew: SLIPWAY_RECORD=1.
const RECORDS = Boolean(process.env.SLIPWAY_RECORD);

const breaker = (rollback: boolean): Partial<CreateServiceCommandInput> => ({
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback },
  },
});

describe('what was recorded of ECS', () => {
  let ecs: EcsPlayground;

  beforeAll(async () => {
    ecs = await EcsPlayground.start();
  });
  afterAll(async () => {
    await ecs?.stop();
  });

  const statusIs = (service: string, status: string) =>
    ecs.until(async () => (await ecs.latest(service)).status === status);

  async function update(
    service: string,
    change: Partial<CreateServiceCommandInput> & { image?: string },
  ) {
    const { image, ...rest } = change;
    await ecs.client.send(
      new UpdateServiceCommand({
        cluster: 'slipway',
        service,
        forceNewDeployment: true,
        taskDefinition: image && (await ecs.register({ name: 'main', image })),
        deploymentConfiguration: rest.deploymentConfiguration,
      }),
    );
  }

  const stability = (service: string, ...statuses: string[]) =>
    ecs.until(async () => {
      const { taskSets = [] } = await ecs.describe(service);
      return isDeepStrictEqual(
        taskSets.map(({ stabilityStatus }) => stabilityStatus),
        statuses,
      );
    });

  async function behind(targetGroupArn: string, image: string) {
    return {
      taskDefinition: await ecs.register({
        name: 'main',
        image,
        portMappings: [{ containerPort: 8080 }],
      }),
      loadBalancers: [
        { targetGroupArn, containerName: 'main', containerPort: 8080 },
      ],
    };
  }

  async function createTaskSet(
    service: string,
    given: Pick<CreateTaskSetCommandInput, 'taskDefinition' | 'scale'> &
      Partial<CreateTaskSetCommandInput>,
  ) {
    const { taskSet } = await ecs.client.send(
      new CreateTaskSetCommand({
        cluster: 'slipway',
        service,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
        ...given,
      }),
    );
    return taskSet;
  }

  const shapes: Record<string, () => Promise<string[]>> = {
    rolling: async () => {
      await ecs.create('rolling');
      await statusIs('rolling', 'SUCCESSFUL');
      await update('rolling', { image: 'ends-with-1' });
      await ecs.until(
        async () => (await ecs.tasksOf('rolling', 'STOPPED')).length > 0,
      );
      return ['rolling'];
    },
    failed: async () => {
      await ecs.create('failed', breaker(false));
      await statusIs('failed', 'SUCCESSFUL');
      await update('failed', { image: 'ends-with-1' });
      await statusIs('failed', 'STOPPED');
      return ['failed'];
    },
    'rolled-back': async () => {
      await ecs.create('rolled-back', breaker(true));
      await statusIs('rolled-back', 'SUCCESSFUL');
      await update('rolled-back', { image: 'ends-with-1' });
      await statusIs('rolled-back', 'ROLLBACK_SUCCESSFUL');
      return ['rolled-back'];
    },
    'blue-green-paused': async () => {
      await ecs.create('blue-green');
      await statusIs('blue-green', 'SUCCESSFUL');
      await update('blue-green', {
        image: 'sidecar',
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          lifecycleHooks: [
            {
              targetType: 'PAUSE',
              lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
              timeoutConfiguration: {
                timeoutInMinutes: 60,
                action: 'ROLLBACK',
              },
            },
          ],
        },
      });
      await ecs.until(async () =>
        Boolean(
          (
            await ecs.latest('blue-green')
          ).lifecycleHookDetails?.some(
            ({ status }) => status === 'AWAITING_ACTION',
          ),
        ),
      );
      return ['blue-green'];
    },
    'code-deploy': async () => {
      const [blue, green] = await createTargetGroups(ecs.clientOptions, [
        'blue',
        'green',
      ]);
      const of = await behind(blue, 'answers');
      await ecs.create('code-deploy', {
        ...of,
        deploymentController: { type: 'CODE_DEPLOY' },
      });
      await stability('code-deploy', 'STEADY_STATE');
      // CodeDeploy's part: its deployment puts a task set beside the primary one. This one never answers its health checks.
      await createTaskSet('code-deploy', {
        ...(await behind(green, 'stays')),
        externalId: 'd-EXAMPLE11',
        scale: { value: 100, unit: 'PERCENT' },
      });
      await ecs.until(async () => {
        const { events = [] } = await ecs.describe('code-deploy');
        return Boolean(events[0].message?.includes(green));
      });
      await stability('code-deploy', 'STEADY_STATE', 'STABILIZING');
      return ['code-deploy'];
    },
    external: async () => {
      await ecs.create('external', {
        desiredCount: 4,
        taskDefinition: undefined,
        launchType: undefined,
        networkConfiguration: undefined,
        deploymentController: { type: 'EXTERNAL' },
      });
      const primary = await createTaskSet('external', {
        taskDefinition: await ecs.register({ name: 'main', image: 'stays' }),
        scale: { value: 100, unit: 'PERCENT' },
      });
      await ecs.client.send(
        new UpdateServicePrimaryTaskSetCommand({
          cluster: 'slipway',
          service: 'external',
          primaryTaskSet: primary?.id,
        }),
      );
      await createTaskSet('external', {
        taskDefinition: await ecs.register({ name: 'main', image: 'sidecar' }),
        externalId: 'canary',
        scale: { value: 25, unit: 'PERCENT' },
      });
      await stability('external', 'STEADY_STATE', 'STEADY_STATE');
      return ['external'];
    },
    'zero-tasks': async () => {
      await ecs.create('zero', { desiredCount: 0 });
      await statusIs('zero', 'SUCCESSFUL');
      return ['zero'];
    },
    // Packed in its file: recorded anew, as the others are, with SLIPWAY_RECORD=1.
    'many-tasks': async () => {
      await ecs.create('many-tasks', {
        desiredCount: 250,
        taskDefinition: await ecs.register({ name: 'main', image: 'sleeps' }),
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: ['subnet-1', 'subnet-2', 'subnet-3'],
          },
        },
      });
      await statusIs('many-tasks', 'SUCCESSFUL');
      return ['many-tasks'];
    },
    'missing-service': async () => ['nobody'],
    'several-services': async () => {
      const taskDefinition = await ecs.register(
        { name: 'main', image: 'stays' },
        { name: 'proxy', image: 'sidecar', essential: false },
      );
      await ecs.create('web', {
        taskDefinition,
        serviceConnectConfiguration: { enabled: true, namespace: 'slipway' },
      });
      await ecs.create('worker', {
        capacityProviderStrategy: [
          { capacityProvider: 'FARGATE_SPOT', weight: 1 },
        ],
      });
      await ecs.local('PUT', 'ecs/instances', { cluster: 'slipway', count: 2 });
      await ecs.create('agent', {
        schedulingStrategy: 'DAEMON',
        desiredCount: undefined,
        launchType: 'EC2',
      });
      for (const service of ['web', 'worker', 'agent']) {
        await statusIs(service, 'SUCCESSFUL');
      }
      await ecs.local('POST', 'ecs/spot-interruptions', { service: 'worker' });
      await ecs.until(
        async () =>
          (await ecs.tasksOf('worker', 'STOPPED')).length === 1 &&
          (await ecs.tasksOf('worker', 'RUNNING'))[0]?.lastStatus === 'RUNNING',
      );
      return ['web', 'worker', 'agent'];
    },
  };

  it.each(Object.keys(shapes))('still has the shape: %s', async shape => {
    const services = await shapes[shape]();
    const recorded: RecordedEcs = await new EcsRecorder(ecs).record(services);
    if (RECORDS) {
      writeRecorded(shape, recorded);
    }
    expect(membersOf(recorded)).toEqual(membersOf(readRecorded(shape)));
  });

  it('is denied still in the same words', async () => {
    const recorded = await recordDenials(ecs);
    if (RECORDS) {
      writeFileSync(
        recordedFile('denied-list'),
        `${JSON.stringify(recorded, null, 2)}\n`,
      );
    }
    expect(recorded).toEqual(readDenials());
  });
});
