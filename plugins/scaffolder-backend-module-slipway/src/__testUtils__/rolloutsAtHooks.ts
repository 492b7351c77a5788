import { setTimeout as sleep } from 'node:timers/promises';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  type ServiceDeployment,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type JsonObject } from '@backstage/types';
import {
  createDeploymentContinueAction,
  type ActionServices,
} from '../actions';
import { actionServices, runAction } from './actionHarness';
import { pushImage, scriptScan } from './localImages';
import { ORDERS_STATE, ordersState } from './localState';

const REPOSITORY = 'slipway/orders';
const SERVICE = { cluster: 'slipway', service: 'slipway-orders' };

/** Tests of `slipway:deployment:continue`, in an environment that is bootstrapped and has no service `orders`. */
// eslint-disable-next-line jest/no-export -- the main job runs these tests in its own environment, which takes longest to make
export function testRolloutsAtHooks(
  place: () => { url: string; services: ActionServices },
): void {
  let services: ActionServices;
  let url: string;
  let ecs: ECSClient;
  let ecr: ECRClient;
  let s3: S3Client;

  const decide = (
    input: { decision: 'continue' | 'rollback'; overrideReason?: string },
    options: { isDryRun?: boolean; denied?: string[] } = {},
  ) => {
    const { isDryRun, denied } = options;
    const { gate } = actionServices({ endpoint: url, denied });
    return runAction(createDeploymentContinueAction({ ...services, gate }), {
      input: { environment: 'dev', stack: 'orders', ...input } as JsonObject,
      isDryRun,
    });
  };

  async function register(tag: string, scan: Parameters<typeof scriptScan>[2]) {
    const digest = await pushImage(ecr, REPOSITORY, tag);
    await scriptScan(url, { repository: REPOSITORY, digest }, scan);
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'slipway-orders',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'app',
            image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${REPOSITORY}@${digest}`,
          },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  /** Rolls a task definition out, until it waits. */
  async function rollOut(taskDefinition: string) {
    await ecs.send(
      new UpdateServiceCommand({
        ...SERVICE,
        taskDefinition,
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 0,
          lifecycleHooks: [
            {
              targetType: 'PAUSE',
              lifecycleStages: ['POST_SCALE_UP'],
              timeoutConfiguration: { timeoutInMinutes: 600 },
            },
          ],
        },
      }),
    );
    await until(
      ({ lifecycleHookDetails }) =>
        lifecycleHookDetails?.[0]?.status === 'AWAITING_ACTION',
    );
  }

  async function latest(): Promise<ServiceDeployment> {
    const { serviceDeployments = [] } = await ecs.send(
      new ListServiceDeploymentsCommand(SERVICE),
    );
    const described = await ecs.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [
          serviceDeployments[0]?.serviceDeploymentArn ?? '',
        ],
      }),
    );
    return described.serviceDeployments?.[0] ?? {};
  }

  async function until(holds: (deployment: ServiceDeployment) => boolean) {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const deployment = await latest();
      if (holds(deployment)) {
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(`It stayed ${JSON.stringify(deployment)}`);
      }
      await sleep(100);
    }
  }

  beforeAll(async () => {
    ({ url, services } = place());
    const { credentials } = services.environments.find('dev');
    const options = credentials.clientOptions('operator');
    ecs = new ECSClient(options);
    ecr = new ECRClient(options);
    s3 = new S3Client(options);
    // terraform/service declares no hooks: the service is made by hand, and the state names it.
    await s3.send(
      new PutObjectCommand({
        ...ORDERS_STATE,
        Body: ordersState,
        ContentLength: ordersState.length,
      }),
    );
    await ecr.send(new CreateRepositoryCommand({ repositoryName: REPOSITORY }));
    await ecs.send(new CreateClusterCommand({ clusterName: SERVICE.cluster }));
    await ecs.send(
      new CreateServiceCommand({
        cluster: SERVICE.cluster,
        serviceName: SERVICE.service,
        taskDefinition: await register('first', { status: 'COMPLETE' }),
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
      }),
    );
    await until(({ status }) => status === 'SUCCESSFUL');
  });

  afterAll(async () => {
    ecs?.destroy();
    ecr?.destroy();
    s3?.destroy();
  });

  it('is not decided where none waits', async () => {
    await expect(decide({ decision: 'continue' })).rejects.toThrow(
      'no rollout of this stack waits at a hook for a person; the last one, of slipway-orders, is in status SUCCESSFUL',
    );
  });

  it('continues when its images pass, and not before somebody says so', async () => {
    await rollOut(await register('second', { status: 'COMPLETE' }));
    await expect(
      decide({ decision: 'continue' }, { isDryRun: true }),
    ).resolves.toMatchObject({
      output: {
        summary:
          'The rollout of slipway-orders, which waits at post scale up, would continue.',
      },
    });
    expect((await latest()).lifecycleHookDetails?.[0]?.status).toBe(
      'AWAITING_ACTION',
    );
    const { output } = await decide({ decision: 'continue' });
    expect(output).toEqual({
      summary:
        'The rollout of slipway-orders, which waited at post scale up, continues.',
      service: 'slipway-orders',
      stage: 'post scale up',
      scan: 'passing',
    });
    await until(({ status }) => status === 'SUCCESSFUL');
  });

  it('does not continue with an image that the policy blocks, but is rolled back', async () => {
    await rollOut(
      await register('third', {
        status: 'COMPLETE',
        findings: [{ name: 'CVE-2026-1', severity: 'CRITICAL' }],
      }),
    );
    await expect(decide({ decision: 'continue' })).rejects.toThrow(
      /does not let .* run: blocked by policy \(The policy blocks findings of this severity: 1 critical\)/,
    );
    await expect(
      decide(
        { decision: 'continue', overrideReason: 'It mends an outage' },
        { denied: ['slipway.image.release.override'] },
      ),
    ).rejects.toThrow('permission slipway.image.release.override is missing');
    expect((await latest()).lifecycleHookDetails?.[0]?.status).toBe(
      'AWAITING_ACTION',
    );
    const { output } = await decide({ decision: 'rollback' });
    expect(output.summary).toBe(
      'The rollout of slipway-orders, which waited at post scale up, is rolled back.',
    );
    expect(output).not.toHaveProperty('scan');
    await until(({ status }) => status === 'ROLLBACK_SUCCESSFUL');
  });

  it('continues against the policy for a reason', async () => {
    await rollOut(await register('fourth', { status: 'FAILED' }));
    const { output } = await decide({
      decision: 'continue',
      overrideReason: 'It mends an outage',
    });
    expect(output.scan).toMatch(/^scan failed/);
    await expect(
      services.environments
        .find('dev')
        .store('stackUser')
        .readOverride({ kind: 'service', name: 'orders' }),
    ).resolves.toMatchObject({
      decidedBy: 'user:default/ada',
      reason: 'It mends an outage',
    });
    await until(({ status }) => status === 'SUCCESSFUL');
  });
}
