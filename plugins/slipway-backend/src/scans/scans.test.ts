import { ECRClient } from '@aws-sdk/client-ecr';
import {
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import {
  scanPolicySchema,
  type ScanStatus,
} from '@slipway/plugin-slipway-common';
import { stateFileSchema } from '@slipway/plugin-slipway-node';
import { setupServer } from 'msw/node';
import { FakeAws } from '../__testUtils__/fakeAws';
import {
  DIGEST,
  IMAGE,
  REPOSITORY,
  ordersState,
} from '../__testUtils__/ordersState';
import {
  describedService,
  describedTask,
  gotImages,
  runOrders,
} from '../__testUtils__/runningOrders';
import { containersOfTasks } from '../deployments/runningContainers';
import { stackFacts } from '../stacks';
import { deployedImages, readImages, RegistryReader, scansFacet } from '.';

const ENDPOINT = 'http://aws.example';
const NOW = new Date('2026-11-24T12:00:00Z');
const FRESH = Date.parse('2026-11-20T12:00:00Z') / 1000;
const ARM = `sha256:${'b2'.repeat(32)}`;
const key = {
  entityRef: 'component:default/orders',
  environment: 'local',
  stack: 'orders',
};
const worker = setupServer();
registerMswTestHooks(worker);

function setUp() {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  const client = new ECRClient({
    region: 'eu-central-1',
    endpoint: ENDPOINT,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const registry = RegistryReader.create({
    clientOf: () => client,
    logger: mockServices.logger.mock(),
  });
  const facet = async (
    options: { tasks?: object[]; image?: string; policy?: object } = {},
  ) => {
    const { tasks = [describedTask()], image = IMAGE } = options;
    const policy = scanPolicySchema.parse(options.policy ?? {});
    const facts = stackFacts(stateFileSchema.parse(ordersState({ image })));
    const observed = facts.services.map(declared => ({
      declared,
      answer: {
        at: NOW,
        value: {
          service: describedService(),
          running: containersOfTasks(tasks),
        } as never,
      },
    }));
    const images = await readImages(
      deployedImages(facts, observed, {
        accountId: '123456789012',
        region: 'eu-central-1',
        allowed: policy.allowedRegistries,
      }),
      { environment: 'local', registry, policy, now: NOW },
    );
    const bound = { facts, snapshot: {} as never, at: NOW };
    return scansFacet(key, { bound, images, policy, now: NOW });
  };
  return { aws, facet };
}

const scan = (status: string, found?: object) => ({
  imageScanStatus: { status },
  imageScanFindings: found,
});
const ended = (found: object = {}) =>
  scan('COMPLETE', { imageScanCompletedAt: FRESH, ...found });
const task = (...containers: object[]) => describedTask({ containers });
const running = (image: string, imageDigest?: string) =>
  task({ name: 'orders', image, imageDigest });

describe('what the registry answers for the digest that runs', () => {
  // D1, D5 and D8 of the peers: a blank page, an error page and a green mark for what was not scanned.
  it.each<[string, object, ScanStatus, string]>([
    ['COMPLETE', ended(), 'passing', 'healthy'],
    [
      'COMPLETE with findings that block',
      ended({ findingSeverityCounts: { CRITICAL: 1 } }),
      'blocked',
      'failing',
    ],
    [
      'ACTIVE',
      scan('ACTIVE', { imageScanCompletedAt: FRESH, findings: [] }),
      'passing',
      'healthy',
    ],
    [
      'COMPLETE of long ago',
      ended({ imageScanCompletedAt: FRESH - 40 * 86_400 }),
      'outdated',
      'attention',
    ],
    ['IN_PROGRESS', scan('IN_PROGRESS'), 'in-progress', 'progressing'],
    ['PENDING', scan('PENDING'), 'in-progress', 'progressing'],
    ['FAILED', scan('FAILED'), 'failed', 'attention'],
    ['LIMIT_EXCEEDED', scan('LIMIT_EXCEEDED'), 'failed', 'attention'],
    [
      'UNSUPPORTED_IMAGE',
      scan('UNSUPPORTED_IMAGE'),
      'unsupported',
      'attention',
    ],
    [
      'SCAN_ELIGIBILITY_EXPIRED without findings',
      scan('SCAN_ELIGIBILITY_EXPIRED', {
        imageScanCompletedAt: FRESH,
        findingSeverityCounts: {},
      }),
      'expired',
      'attention',
    ],
    [
      'FINDINGS_UNAVAILABLE',
      scan('FINDINGS_UNAVAILABLE'),
      'not-scanned',
      'attention',
    ],
    ['IMAGE_ARCHIVED', scan('IMAGE_ARCHIVED'), 'archived', 'failing'],
    [
      'ScanNotFoundException',
      { awsError: 'ScanNotFoundException' },
      'not-scanned',
      'attention',
    ],
    [
      'ImageNotFoundException',
      { awsError: 'ImageNotFoundException' },
      'not-in-registry',
      'failing',
    ],
  ])('%s', async (_, answer, status, verdict) => {
    const { aws, facet } = setUp();
    aws.answers.DescribeImageScanFindings = answer;
    const result = await facet();
    expect(result).toMatchObject({ verdict, data: { images: [{ status }] } });
    expect('data' in result && result.data.images[0]?.reasons.length).toBe(
      status === 'passing' ? 0 : 1,
    );
  });

  it('a digest that vanished', async () => {
    const { aws, facet } = setUp();
    aws.answers.BatchGetImage = {
      images: [],
      failures: [
        { imageId: { imageDigest: DIGEST }, failureCode: 'ImageNotFound' },
      ],
    };
    expect(await facet()).toMatchObject({
      verdict: 'failing',
      data: {
        images: [
          {
            status: 'not-in-registry',
            reasons: [expect.stringContaining('the next task cannot start')],
          },
        ],
      },
    });
    expect(aws.calls).toEqual(['BatchGetImage']);
  });

  it('an archived image, whose manifest is withheld', async () => {
    const { aws, facet } = setUp();
    aws.answers.BatchGetImage = {
      failures: [
        { imageId: { imageDigest: DIGEST }, failureCode: 'ImageInaccessible' },
      ],
    };
    aws.answers.DescribeImageScanFindings = scan('IMAGE_ARCHIVED');
    expect(await facet()).toMatchObject({
      data: { images: [{ status: 'archived' }] },
    });
  });

  it('a repository of another account, with the action that is missing', async () => {
    const { aws, facet } = setUp();
    aws.answers.DescribeImageScanFindings = {
      awsError: 'AccessDeniedException',
      status: 403,
    };
    const other = REPOSITORY.replace('123456789012', '999999999999');
    const options = {
      image: `${other}@${DIGEST}`,
      tasks: [running(`${other}@${DIGEST}`, DIGEST)],
    };
    expect(await facet(options)).toMatchObject({
      data: { images: [{ status: 'not-private' }] },
    });
    const policy = { allowedRegistries: [other.split('/')[0]] };
    expect(await facet({ ...options, policy })).toMatchObject({
      verdict: 'unknown',
      problem: {
        code: 'access-denied',
        missingAction: 'ecr:DescribeImageScanFindings',
        message: expect.stringContaining('registry 999999999999'),
      },
    });
  });
});

describe('which digest is judged', () => {
  // D4 of the peers: an index, its children and its attestations as equal rows.
  it('is the child of the architecture that runs, of an index with an attestation', async () => {
    const { aws, facet } = setUp();
    aws.answers.BatchGetImage = gotImages({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        {
          digest: 'sha256:attestation',
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
        { digest: ARM, platform: { os: 'linux', architecture: 'arm64' } },
      ],
    });
    const asked: object[] = [];
    aws.answers.DescribeImageScanFindings = input => {
      asked.push(input);
      return ended();
    };
    const arm = describedTask({
      attributes: [{ name: 'ecs.cpu-architecture', value: 'arm64' }],
    });
    expect(await facet({ tasks: [arm] })).toMatchObject({
      verdict: 'healthy',
      data: {
        images: [{ digest: DIGEST, scannedDigest: ARM, status: 'passing' }],
      },
    });
    expect(asked).toMatchObject([{ imageId: { imageDigest: ARM } }]);
    expect(await facet()).toMatchObject({
      data: {
        images: [
          {
            status: 'not-in-registry',
            reasons: [expect.stringContaining('only for linux/arm64')],
          },
        ],
      },
    });
  });

  // D7 of the peers: digests in a drawer, tasks of the first page only.
  it('is that of each container of each task, once, and of the next task', async () => {
    const { aws, facet } = setUp();
    const sidecar = { name: 'proxy', image: 'envoyproxy/envoy:v1.30' };
    const old = { name: 'orders', image: `${REPOSITORY}@${ARM}` };
    const result = await facet({
      tasks: [
        ...Array.from({ length: 120 }, () => describedTask()),
        task({ ...old, imageDigest: ARM }, { ...sidecar, imageDigest: ARM }),
      ],
      image: `${REPOSITORY}@sha256:${'c3'.repeat(32)}`,
    });
    expect(result).toMatchObject({
      verdict: 'attention',
      data: {
        images: [
          { container: 'orders', digest: DIGEST, role: 'running' },
          { container: 'orders', digest: ARM, role: 'running' },
          { container: 'proxy', status: 'not-private', namedByTag: true },
          { container: 'orders', role: 'next', status: 'passing' },
        ],
      },
    });
    expect(aws.calls.filter(call => call === 'BatchGetImage')).toHaveLength(1);
  });

  it('is not known for a tag that nothing runs, nor of a registry that is not ECR', async () => {
    const { facet } = setUp();
    const policy = { allowedRegistries: ['harbor.example.com'] };
    expect(
      await facet({
        policy,
        tasks: [running('harbor.example.com/team/orders:1', DIGEST)],
        image: `${REPOSITORY}:v2`,
      }),
    ).toMatchObject({
      verdict: 'attention',
      data: {
        images: [
          {
            status: 'not-scanned',
            reasons: [expect.stringContaining('it is not ECR')],
          },
          {
            role: 'next',
            status: 'not-scanned',
            namedByTag: true,
            reasons: ['The digest of this image is not known'],
          },
        ],
      },
    });
  });
});

describe('pages of findings', () => {
  const page = (name: string, nextToken?: string) => ({
    ...ended({
      findingSeverityCounts: { HIGH: 2 },
      findings: [{ name, severity: 'HIGH' }],
    }),
    nextToken,
  });

  // D2 of the peers: counts of a first page, and nobody told that there are more.
  it('are read to the end only where an accepted vulnerability could stand there', async () => {
    const { aws, facet } = setUp();
    aws.answers.DescribeImageScanFindings = input =>
      'nextToken' in input ? page('CVE-2') : page('CVE-1', 'more');
    expect(await facet()).toMatchObject({
      data: { images: [{ status: 'blocked', severityCounts: { HIGH: 2 } }] },
    });
    expect(aws.calls).toEqual(['BatchGetImage', 'DescribeImageScanFindings']);
    const accept = (id: string) => ({
      id,
      reason: 'never reached',
      author: 'ada',
      expires: '2027-01-01',
    });
    const acceptedVulnerabilities = [accept('CVE-1'), accept('CVE-2')];
    expect(await facet({ policy: { acceptedVulnerabilities } })).toMatchObject({
      verdict: 'healthy',
      data: { images: [{ status: 'passing', accepted: ['CVE-1', 'CVE-2'] }] },
    });
    expect(aws.calls).toHaveLength(4);
  });
});

describe('calls to ECR', () => {
  it.each([1, 10, 100])(
    'for %d digests: one and one each, then none',
    async count => {
      const { aws, facet } = setUp();
      const tasks = Array.from({ length: count }, (_, index) => {
        const digest = `sha256:${String(index).padStart(64, '0')}`;
        return running(`${REPOSITORY}@${digest}`, digest);
      });
      const image = `${REPOSITORY}@sha256:${'0'.repeat(64)}`;
      await facet({ tasks, image });
      expect(aws.calls).toHaveLength(1 + count);
      aws.calls.length = 0;
      await facet({ tasks, image });
      expect(aws.calls).toEqual([]);
    },
  );
});
