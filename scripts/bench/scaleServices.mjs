import {
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fs from 'node:fs';
import path from 'node:path';
import { localIdentity } from '../lib/localIdentity.mjs';

const ACCOUNT = '123456789012';
const REGION = localIdentity.AWS_REGION;
const BUCKET = `slipway-state-${ACCOUNT}-${REGION}`;
const CLUSTER = 'slipway-scale';
const REPOSITORY = 'slipway/scale';
const ROLE = 'slipway-reader';
const TERRAFORM_PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';
// A task is a process: hundreds of them must cost nothing.
const COMMAND = ['sleep', '86400'];

/** Names of the stacks, of their ECS services and of their entities. */
export const scaleNames = count =>
  Array.from({ length: count }, (_, index) => `scale-${index}`);

function clientsOf(endpoint) {
  const options = {
    endpoint,
    region: REGION,
    credentials: {
      accessKeyId: localIdentity.AWS_ACCESS_KEY_ID,
      secretAccessKey: localIdentity.AWS_SECRET_ACCESS_KEY,
    },
  };
  return {
    ecs: new ECSClient(options),
    ecr: new ECRClient(options),
    iam: new IAMClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
  };
}

async function unlessThere(send) {
  try {
    await send();
  } catch (error) {
    if (!/Already|Exists/.test(error.name)) {
      throw error;
    }
  }
}

/** What the bootstrap stack makes, as far as the read side needs it. */
async function ensureReader({ iam, s3 }) {
  const statement = more =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', ...more }],
    });
  await unlessThere(() =>
    s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    ),
  );
  await unlessThere(async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: ROLE,
        AssumeRolePolicyDocument: statement({
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: ROLE,
        PolicyName: 'read',
        PolicyDocument: statement({
          Action: ['s3:Get*', 's3:List*', 'ecs:*', 'ecr:*'],
          Resource: '*',
        }),
      }),
    );
  });
}

async function pushImage({ ecr }) {
  await unlessThere(() =>
    ecr.send(new CreateRepositoryCommand({ repositoryName: REPOSITORY })),
  );
  const { image } = await ecr.send(
    new PutImageCommand({
      repositoryName: REPOSITORY,
      imageTag: 'scale',
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: {
          mediaType: 'application/vnd.oci.image.config.v1+json',
          digest: `sha256:${'0'.repeat(64)}`,
          size: 2,
        },
        layers: [],
        annotations: { 'dev.slipway.local.command': JSON.stringify(COMMAND) },
      }),
    }),
  );
  return `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}@${image.imageId.imageDigest}`;
}

function resource(type, attributes) {
  return {
    mode: 'managed',
    type,
    name: 'main',
    provider: TERRAFORM_PROVIDER,
    instances: [{ schema_version: 1, attributes, sensitive_attributes: [] }],
  };
}

function stateOf(name, { taskDefinition, image }) {
  const ecs = `arn:aws:ecs:${REGION}:${ACCOUNT}`;
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '0b0f3b3e-3d0c-8f26-6f0f-0a7d4a1c1d11',
    outputs: {
      slipway_entity_ref: {
        value: `component:default/${name}`,
        type: 'string',
      },
      image: { value: image, type: 'string' },
    },
    resources: [
      resource('aws_ecs_service', {
        id: `${ecs}:service/${CLUSTER}/${name}`,
        name,
        cluster: `${ecs}:cluster/${CLUSTER}`,
        desired_count: 1,
        task_definition: taskDefinition,
      }),
      resource('aws_ecs_task_definition', {
        arn: taskDefinition,
        container_definitions: JSON.stringify([{ name: 'main', image }]),
        runtime_platform: [],
      }),
    ],
    check_results: null,
  });
}

function entityOf(name) {
  return JSON.stringify({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations: { 'slipway.dev/stack': name } },
    spec: { type: 'service', lifecycle: 'production', owner: 'orders-team' },
  });
}

async function untilAllRun({ ecs }, names) {
  for (let start = 0; start < names.length; start += 10) {
    const services = names.slice(start, start + 10);
    for (;;) {
      const answer = await ecs.send(
        new DescribeServicesCommand({ cluster: CLUSTER, services }),
      );
      if (answer.services.every(({ runningCount }) => runningCount === 1)) {
        break;
      }
      await new Promise(resolve => {
        setTimeout(resolve, 500);
      });
    }
  }
}

/**
 * Services of one task each, made through the API of ECS, with a state object and a catalog entity each: Terraform would take
 * hours for them, and the read side cannot tell the difference.
 */
export async function makeScaleServices({ awsUrl, repositories, count }) {
  const clients = clientsOf(awsUrl);
  const names = scaleNames(count);
  await ensureReader(clients);
  const image = await pushImage(clients);
  await clients.ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
  const { taskDefinition } = await clients.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'scale',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'main', image, essential: true }],
    }),
  );
  const { taskDefinitionArn } = taskDefinition;
  for (const name of names) {
    await clients.ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName: name,
        taskDefinition: taskDefinitionArn,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-1'] },
        },
      }),
    );
    await clients.s3.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: `services/${name}/terraform.tfstate`,
        Body: stateOf(name, { taskDefinition: taskDefinitionArn, image }),
      }),
    );
  }
  await untilAllRun(clients, names);
  const folder = path.join(repositories, 'scale');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'catalog-info.yaml'),
    names.map(entityOf).join('\n---\n'),
  );
}
