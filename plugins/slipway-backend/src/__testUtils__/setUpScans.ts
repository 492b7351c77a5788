import { ECRClient } from '@aws-sdk/client-ecr';
import { mockServices } from '@backstage/backend-test-utils';
import {
  type FacetResult,
  scanPolicySchema,
  type Scans,
} from '@slipway/plugin-slipway-common';
import { stateFileSchema } from '@slipway/plugin-slipway-node';
import { type SetupServer } from 'msw/node';
import { containersOfTasks } from '../deployments/runningContainers';
import {
  deployedImages,
  readImages,
  RegistryReader,
  RepositoryReader,
  ScanDetailsReader,
  scansFacet,
} from '../scans';
import { stackFacts } from '../stacks';
import { FakeAws } from './fakeAws';
import { IMAGE, ordersState } from './ordersState';
import { describedService, describedTask, runOrders } from './runningOrders';

const ENDPOINT = 'http://aws.example';

/** The moment at which every scan is judged. */
export const SCAN_NOW = new Date('2026-11-24T12:00:00Z');
/** When a scan ended that is fresh then, as ECR writes it. */
export const FRESH = Date.parse('2026-11-20T12:00:00Z') / 1000;

/** What runs of the service `orders`, and by which policy it is judged. */
export interface Deployment {
  tasks?: object[];
  /** Of the next task. */
  image?: string;
  policy?: object;
}

/** The scans facet of the service `orders` behind the real SDK, with ECR's answers as they are scripted. */
export function setUpScans(worker: SetupServer) {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  const client = new ECRClient({
    region: 'eu-central-1',
    endpoint: ENDPOINT,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const source = {
    clientOf: () => client,
    logger: mockServices.logger.mock(),
  };
  const registry = RegistryReader.create(source);
  const reader = ScanDetailsReader.create({
    registry,
    repositories: RepositoryReader.create(source),
  });
  const deployed = ({
    tasks = [describedTask()],
    image = IMAGE,
    ...options
  }: Deployment) => {
    const policy = scanPolicySchema.parse(options.policy ?? {});
    const facts = stackFacts(stateFileSchema.parse(ordersState({ image })));
    const observed = facts.services.map(declared => ({
      declared,
      answer: {
        at: SCAN_NOW,
        value: {
          service: describedService(),
          running: containersOfTasks(tasks),
        } as never,
      },
    }));
    const images = deployedImages(facts, observed, {
      accountId: '123456789012',
      region: 'eu-central-1',
      allowed: policy.allowedRegistries,
    });
    return { facts, observed, images, policy };
  };
  const facet = async (
    deployment: Deployment = {},
  ): Promise<FacetResult<Scans>> => {
    const { facts, observed, images, policy } = deployed(deployment);
    const now = SCAN_NOW;
    return scansFacet(
      {
        entityRef: 'component:default/orders',
        environment: 'local',
        stack: 'orders',
      },
      {
        bound: { facts, snapshot: {} as never, at: now },
        images: await readImages(images, {
          environment: 'local',
          registry,
          policy,
          now,
        }),
        policy,
        now,
        observed,
      },
    );
  };
  const subject = (deployment: Deployment) => {
    const { images, policy } = deployed(deployment);
    return { environment: 'local', images, policy };
  };
  return {
    aws,
    facet,
    details: (deployment: Deployment = {}) => reader.read(subject(deployment)),
    findings: (page: { digest: string; offset: number }) =>
      reader.readFindings(subject({}), page),
  };
}

/** An answer of DescribeImageScanFindings. */
export function scanAnswer(status: string, found?: object) {
  return { imageScanStatus: { status }, imageScanFindings: found };
}

/** An answer for a scan that ended and is fresh. */
export function endedScan(found: object = {}) {
  return scanAnswer('COMPLETE', { imageScanCompletedAt: FRESH, ...found });
}

/** A task of one container. */
export function taskOf(image: string, imageDigest?: string) {
  return describedTask({
    containers: [{ name: 'orders', image, imageDigest }],
  });
}
