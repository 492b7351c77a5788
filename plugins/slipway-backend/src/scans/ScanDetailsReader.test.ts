import { ECRClient } from '@aws-sdk/client-ecr';
import {
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import {
  parseEcrImage,
  scanDetailsSchema,
  scanPolicySchema,
} from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import { FakeAws } from '../__testUtils__/fakeAws';
import { DIGEST, IMAGE, REPOSITORY } from '../__testUtils__/ordersState';
import { runOrders } from '../__testUtils__/runningOrders';
import { RegistryReader, RepositoryReader } from '.';
import { ScanDetailsReader } from './ScanDetailsReader';

const ENDPOINT = 'http://aws.example';
const NEWEST = `sha256:${'c3'.repeat(32)}`;
const BASE = `sha256:${'d4'.repeat(32)}`;
const worker = setupServer();
registerMswTestHooks(worker);

const DAY = 86_400;
const today = Date.now() / 1000;

function setUp() {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  runOrders(aws);
  Object.assign(aws.answers, {
    DescribeRepositories: {
      repositories: [{ imageTagMutability: 'MUTABLE' }],
    },
    GetLifecyclePolicy: { awsError: 'LifecyclePolicyNotFoundException' },
    DescribeImages: {
      imageDetails: [{ imageDigest: DIGEST, imageTags: ['1'] }],
    },
  });
  const source = {
    clientOf: () =>
      new ECRClient({
        region: 'eu-central-1',
        endpoint: ENDPOINT,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      }),
    logger: mockServices.logger.mock(),
  };
  const reader = ScanDetailsReader.create({
    registry: RegistryReader.create(source),
    repositories: RepositoryReader.create(source),
  });
  const subject = {
    environment: 'local',
    policy: scanPolicySchema.parse({}),
    images: [
      {
        container: 'orders',
        reference: IMAGE,
        role: 'running' as const,
        digest: DIGEST,
        architecture: 'amd64',
        isPrivate: true,
        ecr: parseEcrImage(IMAGE),
      },
    ],
  };
  return {
    aws,
    details: async () =>
      scanDetailsSchema.parse(await reader.read(subject)).images[0],
    findings: (offset = 0, digest = DIGEST) =>
      reader.readFindings(subject, { digest, offset }),
  };
}

const scanOf = (...names: string[]) => ({
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: {
    imageScanCompletedAt: today,
    findings: names.map(name => ({
      name,
      severity: 'HIGH',
      attributes: [{ key: 'package_name', value: 'zlib' }],
    })),
  },
});
const digestOf = (input: object) =>
  (input as { imageId: { imageDigest: string } }).imageId.imageDigest;

describe('ScanDetailsReader', () => {
  // D3 of the peers: the first page sorted, with the newest image on the second. D4: children and attestations among the images.
  it('compares with the newest image, wherever it stands among pages, children and signatures', async () => {
    const { aws, details } = setUp();
    aws.answers.DescribeImages = input =>
      'nextToken' in input
        ? {
            imageDetails: [
              { imageDigest: NEWEST, imageTags: ['2'], imagePushedAt: today },
            ],
          }
        : {
            imageDetails: [
              {
                imageDigest: DIGEST,
                imageTags: ['1'],
                imagePushedAt: today - 9 * DAY,
              },
              { imageDigest: 'sha256:child', imagePushedAt: today + 1 },
              {
                imageDigest: 'sha256:signature',
                imageTags: [`${DIGEST.replace(':', '-')}.sig`],
                imagePushedAt: today + 2,
              },
              {
                imageDigest: 'sha256:chart',
                imageTags: ['3'],
                imagePushedAt: today + 3,
                artifactMediaType: 'application/vnd.cncf.helm.config.v1+json',
              },
            ],
            nextToken: 'more',
          };
    aws.answers.DescribeImageScanFindings = input =>
      digestOf(input) === NEWEST
        ? scanOf('CVE-2', 'CVE-3')
        : scanOf('CVE-1', 'CVE-2');
    expect(await details()).toMatchObject({
      isNewest: false,
      newest: {
        digest: NEWEST,
        tags: ['2'],
        status: 'blocked',
        fixes: ['CVE-1'],
        adds: ['CVE-3'],
      },
      tagMutability: 'MUTABLE',
      problems: [],
    });
  });

  it('reads a newest image that was never scanned as neither better nor worse', async () => {
    const { aws, details } = setUp();
    aws.answers.DescribeImages = {
      imageDetails: [
        { imageDigest: NEWEST, imageTags: ['2'], imagePushedAt: today },
      ],
    };
    aws.answers.DescribeImageScanFindings = input =>
      digestOf(input) === NEWEST
        ? { awsError: 'ScanNotFoundException' }
        : scanOf('CVE-1');
    const seen = await details();
    expect(seen?.newest).toMatchObject({ status: 'not-scanned' });
    expect(seen?.newest?.fixes).toBeUndefined();
  });

  it('warns when the lifecycle policy would take the running image away', async () => {
    const { aws, details } = setUp();
    aws.answers.GetLifecyclePolicy = {
      lifecyclePolicyText: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: {
              tagStatus: 'any',
              countType: 'imageCountMoreThan',
              countNumber: 1,
            },
            action: { type: 'expire' },
          },
        ],
      }),
    };
    expect((await details())?.lifecycle).toMatchObject({ afterPushes: 1 });
  });

  // As scripts/base-images of a generated service annotates it.
  const onBase = (...layers: string[]) => ({
    layers: layers.map(digest => ({ digest })),
    annotations: {
      'org.opencontainers.image.base.name': REPOSITORY.replace(
        'slipway/orders',
        'slipway-public/docker/library/eclipse-temurin:25-jre',
      ),
      'org.opencontainers.image.base.digest': BASE,
    },
  });
  const foundIn = (name: string, sourceLayerHash: string) => ({
    severity: 'HIGH',
    packageVulnerabilityDetails: {
      vulnerabilityId: name,
      vulnerablePackages: [
        { name: 'zlib', version: '1', packageManager: 'OS', sourceLayerHash },
      ],
    },
  });

  it.each([
    [
      'by the layers of the base image in the cache',
      onBase('sha256:os', 'sha256:jre', 'sha256:app'),
      { originBy: 'layers', origins: { 'base-image': 1, application: 1 } },
    ],
    [
      'by the kind of package where the image is not built on what it names',
      onBase('sha256:other', 'sha256:jre', 'sha256:app'),
      { originBy: 'package-manager', origins: { 'base-image': 2 } },
    ],
  ])('tells findings apart %s', async (_, image, expected) => {
    const { aws, details } = setUp();
    aws.answers.BatchGetImage = input => {
      const { repositoryName, imageIds } = input as {
        repositoryName: string;
        imageIds: { imageDigest: string }[];
      };
      const cached =
        repositoryName === 'slipway-public/docker/library/eclipse-temurin' &&
        imageIds[0].imageDigest === BASE;
      const manifest = cached
        ? { layers: [{ digest: 'sha256:os' }, { digest: 'sha256:jre' }] }
        : image;
      return {
        images: imageIds.map(imageId => ({
          imageId,
          imageManifest: JSON.stringify(manifest),
        })),
      };
    };
    aws.answers.DescribeImageScanFindings = {
      imageScanStatus: { status: 'ACTIVE' },
      imageScanFindings: {
        imageScanCompletedAt: today,
        enhancedFindings: [
          foundIn('CVE-of-the-base', 'sha256:jre'),
          foundIn('CVE-of-ours', 'sha256:app'),
        ],
      },
    };
    expect(await details()).toMatchObject(expected);
  });

  it('keeps the rest when a permission is missing, and names it', async () => {
    const { aws, details } = setUp();
    aws.answers.GetLifecyclePolicy = {
      awsError: 'AccessDeniedException',
      status: 403,
    };
    expect(await details()).toMatchObject({
      isNewest: true,
      tagMutability: 'MUTABLE',
      problems: [{ missingAction: 'ecr:GetLifecyclePolicy' }],
    });
  });

  // D2 and D6 of the peers: a silent end after a hundred findings, and no package in the table.
  it('pages ten thousand findings, some of them without a package', async () => {
    const { aws, findings } = setUp();
    aws.answers.DescribeImageScanFindings = input => {
      const page = Number((input as { nextToken?: string }).nextToken ?? 0);
      const answer = scanOf(
        ...Array.from({ length: 1000 }, (_, n) => `CVE-${page * 1000 + n}`),
      );
      const [, second] = answer.imageScanFindings.findings;
      second.attributes = [];
      return { ...answer, nextToken: page < 9 ? String(page + 1) : undefined };
    };
    const first = await findings();
    expect(first).toMatchObject({ total: 10_000, offset: 0 });
    expect(first.findings).toHaveLength(200);
    expect(first.findings[0]).toMatchObject({
      name: 'CVE-0',
      packages: [{ name: 'zlib' }],
    });
    expect(first.findings[1]).toMatchObject({ name: 'CVE-1', packages: [] });
    aws.calls.length = 0;
    const last = await findings(9_900);
    expect(last.findings.map(({ name }) => name)).toContain('CVE-9999');
    expect(last.findings).toHaveLength(100);
    expect(aws.calls).toEqual([]);
  });

  it('tells nothing of an image that the service does not run', async () => {
    const { aws, findings } = setUp();
    await expect(findings(0, NEWEST)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    expect(aws.calls).toEqual([]);
  });
});
