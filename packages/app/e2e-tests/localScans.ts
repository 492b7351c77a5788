import {
  BatchDeleteImageCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import {
  type ContainerDefinition,
  type DeploymentConfiguration,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { operator } from './localStack';

const REPOSITORY = 'slipway/orders';
const REGISTRY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const STAYS = ['node', '-e', 'setInterval(() => {}, 1000)'];
const SERVICE = { cluster: 'slipway', service: 'slipway-orders' };

const ecr = new ECRClient(operator);
const ecs = new ECSClient(operator);

/** What a scan says, as `DescribeImageScanFindings` will; `NOT_SCANNED` for none. */
type PlayedScan = {
  status: string;
  findings?: object[];
  enhancedFindings?: object[];
};

/** Says what the scan of an image of the service is from now on. */
async function playScan(digest: string, scan: PlayedScan): Promise<void> {
  const response = await fetch(`${operator.endpoint}/_local/registry/scans`, {
    method: 'POST',
    body: JSON.stringify({ repository: REPOSITORY, digest, ...scan }),
  });
  if (!response.ok) {
    throw new Error(`The scan was not played: ${await response.text()}`);
  }
}

/** Pushes an image with its scan; answers its digest. It stays until it is stopped. */
export async function pushScanned(
  name: string,
  scan: PlayedScan,
): Promise<string> {
  const imageTag = `${name}-${Date.now()}`;
  const { image } = await ecr.send(
    new PutImageCommand({
      repositoryName: REPOSITORY,
      imageTag,
      imageManifestMediaType: MANIFEST,
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: {
          mediaType: 'application/vnd.oci.image.config.v1+json',
          digest: `sha256:${'b'.repeat(64)}`,
          size: 2,
        },
        layers: [],
        annotations: {
          'dev.slipway.local.command': JSON.stringify(STAYS),
          imageTag,
        },
      }),
    }),
  );
  const digest = image?.imageId?.imageDigest ?? '';
  await playScan(digest, scan);
  return digest;
}

/** Takes an image out of the registry, as a lifecycle policy does that knows nothing of ECS. */
export async function deleteImage(imageDigest: string): Promise<void> {
  await ecr.send(
    new BatchDeleteImageCommand({
      repositoryName: REPOSITORY,
      imageIds: [{ imageDigest }],
    }),
  );
}

/**
 * Rolls the service out past Terraform, as somebody with the AWS CLI would: with further containers, by name and digest, and
 * with the deployment configuration that is given.
 */
export async function rollOut(
  digests: Record<string, string>,
  deploymentConfiguration?: DeploymentConfiguration,
): Promise<void> {
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({
      cluster: SERVICE.cluster,
      services: [SERVICE.service],
    }),
  );
  const { taskDefinition: current } = await ecs.send(
    new DescribeTaskDefinitionCommand({
      taskDefinition: services[0]?.taskDefinition,
    }),
  );
  const sidecars: ContainerDefinition[] = Object.entries(digests).map(
    ([name, digest]) => ({
      name,
      image: `${REGISTRY}/${REPOSITORY}@${digest}`,
      essential: false,
    }),
  );
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: current?.family,
      networkMode: current?.networkMode,
      requiresCompatibilities: current?.requiresCompatibilities,
      cpu: current?.cpu,
      memory: current?.memory,
      executionRoleArn: current?.executionRoleArn,
      taskRoleArn: current?.taskRoleArn,
      runtimePlatform: current?.runtimePlatform,
      volumes: current?.volumes,
      containerDefinitions: [
        // The service's own container, as Terraform declares it.
        ...(current?.containerDefinitions ?? []).slice(0, 1),
        ...sidecars,
      ],
    }),
  );
  await ecs.send(
    new UpdateServiceCommand({
      ...SERVICE,
      taskDefinition: taskDefinition?.taskDefinitionArn,
      deploymentConfiguration,
    }),
  );
}

/** The digests that the tasks of the service run. */
export async function runningDigests(): Promise<string[]> {
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({
      cluster: SERVICE.cluster,
      serviceName: SERVICE.service,
    }),
  );
  if (taskArns.length === 0) {
    return [];
  }
  const { tasks = [] } = await ecs.send(
    new DescribeTasksCommand({ cluster: SERVICE.cluster, tasks: taskArns }),
  );
  return tasks
    .filter(({ lastStatus }) => lastStatus === 'RUNNING')
    .flatMap(({ containers = [] }) =>
      containers.map(({ imageDigest = '' }) => imageDigest),
    );
}
