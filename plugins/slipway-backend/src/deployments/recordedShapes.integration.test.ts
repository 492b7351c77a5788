import { writeFileSync } from 'node:fs';
import {
  type CreateServiceCommandInput,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { EcsPlayground } from '@slipway/local-aws';
import { EcsRecorder } from '../__testUtils__/EcsRecorder';
import { readDenials } from '../__testUtils__/RecordedDenials';
import { recordDenials } from '../__testUtils__/recordDenials';
import {
  readRecorded,
  recordedFile,
  type RecordedEcs,
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
    'zero-tasks': async () => {
      await ecs.create('zero', { desiredCount: 0 });
      await statusIs('zero', 'SUCCESSFUL');
      return ['zero'];
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
      writeFileSync(
        recordedFile(shape),
        `${JSON.stringify(recorded, null, 2)}\n`,
      );
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
