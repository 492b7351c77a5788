import {
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { LocalAws } from '@slipway/local-aws';
import {
  deploymentsDetailsSchema,
  type EnvironmentOverview,
  overviewSchema,
} from '@slipway/plugin-slipway-common';
import request from 'supertest';
import slipwayPlugin from '..';
import { ordersState, REPOSITORY } from '../__testUtils__/ordersState';

jest.setTimeout(120_000);

const REGION = 'eu-central-1';
const operator = {
  accessKeyId: 'AKIALOCALOPERATOR000',
  secretAccessKey: 'local-operator-secret',
};
const names = { cluster: 'slipway', service: 'slipway-orders' };

describe('the overview of a service whose tasks run', () => {
  const aws = LocalAws.create({ port: 0 });
  let ecs: ECSClient;
  let ecr: ECRClient;
  let s3: S3Client;
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  // The bootstrap stack makes the role; its own policy is tested with it.
  async function createReader(): Promise<void> {
    const statement = (more: object) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', ...more }],
      });
    await iam({
      Action: 'CreateRole',
      RoleName: 'slipway-reader',
      AssumeRolePolicyDocument: statement({
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'sts:AssumeRole',
      }),
    });
    await iam({
      Action: 'PutRolePolicy',
      RoleName: 'slipway-reader',
      PolicyName: 'read',
      PolicyDocument: statement({
        Action: ['s3:Get*', 's3:List*', 'ecs:*', 'ecr:*'],
        Resource: '*',
      }),
    });
  }

  async function iam(parameters: Record<string, string>): Promise<void> {
    const response = await fetch(aws.url, {
      method: 'POST',
      body: new URLSearchParams({ ...parameters, Version: '2010-05-08' }),
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${operator.accessKeyId}/20261123/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`,
      },
    });
    expect(response.status).toBe(200);
  }

  async function pushImage(): Promise<string> {
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: `sha256:${'0'.repeat(64)}`,
        size: 2,
      },
      layers: [],
      annotations: {
        'dev.slipway.local.command': '["node","{sample}/server.mjs"]',
      },
    };
    const { image } = await ecr.send(
      new PutImageCommand({
        repositoryName: 'slipway/orders',
        imageManifest: JSON.stringify(manifest),
        imageTag: 'v1',
      }),
    );
    return `${REPOSITORY}@${image?.imageId?.imageDigest}`;
  }

  async function register(
    image: string,
    environment: Record<string, string> = {},
  ): Promise<void> {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'slipway-orders',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'orders',
            image,
            essential: true,
            environment: Object.entries(environment).map(([name, value]) => ({
              name,
              value,
            })),
          },
        ],
      }),
    );
  }

  async function facets(): Promise<EnvironmentOverview['facets']> {
    const { body } = await request(server)
      .get('/api/slipway/entities/default/component/orders/overview')
      .expect(200);
    const [environment] = overviewSchema.parse(body).environments;
    if (!environment) {
      throw new Error('The overview has no environment');
    }
    return environment.facets;
  }

  // A view is a few seconds old at most: the next one after that shows what changed.
  async function eventually(
    holds: (seen: EnvironmentOverview['facets']) => boolean,
  ): Promise<EnvironmentOverview['facets']> {
    const end = Date.now() + 60_000;
    let seen = await facets();
    while (!holds(seen) && Date.now() < end) {
      await new Promise(resolve => setTimeout(resolve, 1_000));
      seen = await facets();
    }
    return seen;
  }

  beforeAll(async () => {
    await aws.start();
    await createReader();
    const client = {
      region: REGION,
      endpoint: aws.url,
      // The SDK writes into the object that it is given.
      credentials: { ...operator },
      forcePathStyle: true,
    };
    ecs = new ECSClient(client);
    ecr = new ECRClient(client);
    s3 = new S3Client(client);
    await ecr.send(
      new CreateRepositoryCommand({
        repositoryName: 'slipway/orders',
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );
    const image = await pushImage();
    await ecs.send(new CreateClusterCommand({ clusterName: names.cluster }));
    // The state of the fixture names revision 3.
    await register(image);
    await register(image);
    await register(image);
    await ecs.send(
      new CreateServiceCommand({
        cluster: names.cluster,
        serviceName: names.service,
        taskDefinition: 'slipway-orders:3',
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
      }),
    );
    const bucket = `slipway-state-123456789012-${REGION}`;
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: 'services/orders/terraform.tfstate',
        Body: JSON.stringify(ordersState({ image })),
      }),
    );
    ({ server } = await startTestBackend({
      features: [
        slipwayPlugin,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'orders',
                namespace: 'default',
                annotations: { 'slipway.dev/stack': 'orders' },
              },
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            slipway: {
              environments: {
                local: {
                  accountId: '123456789012',
                  region: REGION,
                  endpoint: aws.url,
                  operator,
                },
              },
            },
          },
        }),
      ],
    }));
  });

  afterAll(async () => {
    for (const client of [ecs, ecr, s3]) {
      client?.destroy();
    }
    await aws.stop();
  });

  it('tells what runs, and that it was scanned', async () => {
    const seen = await eventually(
      ({ deployments, state }) =>
        deployments.verdict === 'healthy' && state.verdict !== 'unknown',
    );
    expect(seen).toMatchObject({
      deployments: {
        verdict: 'healthy',
        data: {
          services: [
            {
              counts: { running: 2, desired: 2 },
              taskDefinition: 'slipway-orders:3',
              containers: [
                { name: 'orders', digest: expect.stringMatching(/^sha256:/) },
              ],
              rollout: { state: 'completed' },
            },
          ],
        },
      },
      state: { verdict: 'healthy' },
      drift: { data: { live: [] } },
      scans: { verdict: 'healthy', data: { images: [{ status: 'passing' }] } },
    });
  });

  it('shows a count that was changed by hand as live drift', async () => {
    await ecs.send(new UpdateServiceCommand({ ...names, desiredCount: 3 }));
    const { drift } = await eventually(
      seen => seen.drift.verdict === 'attention',
    );
    expect(drift).toMatchObject({
      verdict: 'attention',
      data: {
        live: [{ attribute: 'desired_count', declared: '2', actual: '3' }],
      },
    });
    await ecs.send(new UpdateServiceCommand({ ...names, desiredCount: 2 }));
  });

  it('keeps a rollout that was rolled back failing, though the old revision runs', async () => {
    const { deployments } = await facets();
    const image =
      'data' in deployments
        ? deployments.data.services[0]?.containers[0]?.image
        : undefined;
    await register(image ?? '', { FAIL_START: '1' });
    await ecs.send(
      new UpdateServiceCommand({
        ...names,
        taskDefinition: 'slipway-orders:4',
      }),
    );
    const seen = await eventually(
      ({ deployments: now }) =>
        'data' in now && now.data.services[0]?.rollout?.state === 'rolled-back',
    );
    expect(seen.deployments).toMatchObject({
      verdict: 'failing',
      data: {
        services: [
          {
            taskDefinition: 'slipway-orders:3',
            rollout: {
              state: 'rolled-back',
              failedTasks: 3,
              circuitBreaker: { failures: 3, threshold: 3 },
            },
            failures: {
              tasks: [
                {
                  stopCode: 'EssentialContainerExited',
                  container: 'orders',
                  exitCode: 1,
                  diagnosis: {
                    explanation: expect.stringContaining('exit code 1'),
                  },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it('tells that rollout in full, with its tasks and the history, and what the reader may not see', async () => {
    const { body } = await request(server)
      .get(
        '/api/slipway/entities/default/component/orders/environments/local/deployments/details',
      )
      .expect(200);
    const [told] = deploymentsDetailsSchema.parse(body).services;
    expect(told).toMatchObject({
      rollout: {
        status: 'ROLLBACK_SUCCESSFUL',
        circuitBreaker: { failures: 3, threshold: 3 },
        rollback: { to: 'slipway-orders:3' },
        revisions: [
          { role: 'source', taskDefinition: 'slipway-orders:3' },
          { role: 'target', taskDefinition: 'slipway-orders:4' },
        ],
      },
      history: {
        failed: 1,
        rollouts: [
          { outcome: 'rolled-back', taskDefinition: 'slipway-orders:4' },
          { outcome: 'succeeded', taskDefinition: 'slipway-orders:3' },
        ],
      },
    });
    const running = told?.tasks.filter(({ status }) => status === 'RUNNING');
    expect(running).toHaveLength(2);
    expect(running?.[0]).toMatchObject({
      taskDefinition: 'slipway-orders:3',
      cpuArchitecture: 'x86_64',
      addresses: [expect.any(String)],
    });
    expect(
      told?.tasks.filter(({ containers }) => containers[0]?.exitCode === 1),
    ).not.toHaveLength(0);
    // The role of this test holds no action of Application Auto Scaling.
    expect(told?.problems).toEqual([
      {
        part: 'scaling',
        problem: expect.objectContaining({
          code: 'access-denied',
          missingAction: 'application-autoscaling:DescribeScalableTargets',
        }),
      },
    ]);
  });
});
