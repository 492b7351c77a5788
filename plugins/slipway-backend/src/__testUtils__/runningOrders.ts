import { type FakeAnswer, type FakeAws } from './fakeAws';
import {
  DIGEST,
  IMAGE,
  ordersState,
  type OrdersStateOptions,
  SERVICE_ARN,
  taskDefinitionArn,
} from './ordersState';

const CREATED = 1_795_341_600;
export const REVISION_ARN =
  'arn:aws:ecs:eu-central-1:123456789012:service-revision/slipway/slipway-orders/1';

/** DescribeServices' answer for the fixture service, as AWS forms it. */
export function describedService(change: object = {}) {
  return {
    serviceArn: SERVICE_ARN,
    serviceName: 'slipway-orders',
    clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/slipway',
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    taskDefinition: taskDefinitionArn(3),
    currentServiceRevisions: [
      { arn: REVISION_ARN, requestedTaskCount: 2, runningTaskCount: 2 },
    ],
    deployments: [
      {
        id: 'ecs-svc/1',
        status: 'PRIMARY',
        rolloutState: 'COMPLETED',
        rolloutStateReason: 'ECS deployment ecs-svc/1 completed.',
        failedTasks: 0,
        createdAt: CREATED,
        updatedAt: CREATED + 60,
      },
    ],
    events: [
      {
        id: '1',
        createdAt: CREATED + 60,
        message: '(service slipway-orders) has reached a steady state.',
      },
    ],
    ...change,
  };
}

/** The revision of the fixture service, as DescribeServiceRevisions answers it. */
export function describedRevision(change: object = {}) {
  return {
    serviceRevisionArn: REVISION_ARN,
    serviceArn: SERVICE_ARN,
    taskDefinition: taskDefinitionArn(3),
    containerImages: [
      { containerName: 'orders', image: IMAGE, imageDigest: DIGEST },
    ],
    ...change,
  };
}

/** One running task of the fixture service. */
export function describedTask(change: object = {}) {
  return {
    taskArn: 'arn:aws:ecs:eu-central-1:123456789012:task/slipway/1',
    taskDefinitionArn: taskDefinitionArn(3),
    lastStatus: 'RUNNING',
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    containers: [{ name: 'orders', image: IMAGE, imageDigest: DIGEST }],
    ...change,
  };
}

/** BatchGetImage's answer: the manifest for every digest that is asked for. */
export function gotImages(manifest: object): FakeAnswer {
  return input => ({
    images: (input as { imageIds: object[] }).imageIds.map(imageId => ({
      imageId,
      imageManifest: JSON.stringify(manifest),
    })),
  });
}

/** Makes a fake AWS tell of a service with two healthy tasks and a scan without blocking findings. */
export function runOrders(aws: FakeAws, state: OrdersStateOptions = {}): void {
  aws.objects['services/orders/terraform.tfstate'] = JSON.stringify(
    ordersState({ image: IMAGE, ...state }),
  );
  Object.assign(aws.answers, {
    DescribeServices: { services: [describedService()], failures: [] },
    ListServiceDeployments: {
      serviceDeployments: [
        {
          serviceDeploymentArn: `${SERVICE_ARN}/1`,
          status: 'SUCCESSFUL',
          createdAt: CREATED,
          startedAt: CREATED,
          finishedAt: CREATED + 60,
        },
      ],
    },
    DescribeServiceRevisions: { serviceRevisions: [describedRevision()] },
    ListTasks: { taskArns: ['1', '2'] },
    DescribeTasks: { tasks: [describedTask(), describedTask()] },
    BatchGetImage: gotImages({ schemaVersion: 2 }),
    DescribeImageScanFindings: {
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: {
        imageScanCompletedAt: Date.now() / 1000,
        findingSeverityCounts: { LOW: 1 },
        findings: [{ name: 'CVE-2026-1', severity: 'LOW' }],
      },
    },
  });
}
