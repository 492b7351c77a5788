import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { setupServer } from 'msw/node';
import { DIGEST, REPOSITORY } from '../__testUtils__/ordersState';
import { describedTask, gotImages } from '../__testUtils__/runningOrders';
import { endedScan, setUpScans, taskOf } from '../__testUtils__/setUpScans';

const ARM = `sha256:${'b2'.repeat(32)}`;
const worker = setupServer();
registerMswTestHooks(worker);

describe('which digest is judged', () => {
  // D4 of the peers: an index, its children and its attestations as equal rows.
  it('is the child of the architecture that runs, of an index with an attestation', async () => {
    const { aws, facet } = setUpScans(worker);
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
      return endedScan();
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

  it('is found in an index of twelve platforms, variants and attestations of each among them', async () => {
    const { aws, facet } = setUpScans(worker);
    const platforms = [
      'linux/386',
      'linux/arm/v5',
      'linux/arm/v6',
      'linux/arm/v7',
      'linux/ppc64le',
      'linux/s390x',
      'linux/riscv64',
      'linux/mips64le',
      'linux/loong64',
      'windows/amd64',
      'linux/arm64/v8',
      'linux/amd64',
    ];
    const digestOf = (index: number) => `sha256:${String(index).repeat(32)}`;
    const manifests = platforms.flatMap((platform, index) => {
      const [os, architecture, variant] = platform.split('/');
      const digest = digestOf(index + 10);
      return [
        { digest, platform: { os, architecture, variant } },
        {
          digest: `${digest}attestation`,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: {
            'vnd.docker.reference.digest': digest,
            'vnd.docker.reference.type': 'attestation-manifest',
          },
        },
      ];
    });
    aws.answers.BatchGetImage = gotImages({ schemaVersion: 2, manifests });
    aws.answers.DescribeImageScanFindings = endedScan();
    expect(await facet()).toMatchObject({
      data: { images: [{ status: 'passing', scannedDigest: digestOf(21) }] },
    });
    // One call for the index, one for the child that runs.
    expect(aws.calls).toHaveLength(2);
  });

  // D7 of the peers: digests in a drawer, tasks of the first page only.
  it('is that of each container of each task, once, and of the next task', async () => {
    const { aws, facet } = setUpScans(worker);
    const sidecar = { name: 'proxy', image: 'envoyproxy/envoy:v1.30' };
    const old = { name: 'orders', image: `${REPOSITORY}@${ARM}` };
    const result = await facet({
      tasks: [
        ...Array.from({ length: 120 }, () => describedTask()),
        describedTask({
          containers: [old, sidecar].map(container => ({
            ...container,
            imageDigest: ARM,
          })),
        }),
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
    const { facet } = setUpScans(worker);
    const policy = { allowedRegistries: ['harbor.example.com'] };
    expect(
      await facet({
        policy,
        tasks: [taskOf('harbor.example.com/team/orders:1', DIGEST)],
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
    ...endedScan({
      findingSeverityCounts: { HIGH: 2 },
      findings: [{ name, severity: 'HIGH' }],
    }),
    nextToken,
  });

  // D2 of the peers: counts of a first page, and nobody told that there are more.
  it('are read to the end only where an accepted vulnerability could stand there', async () => {
    const { aws, facet } = setUpScans(worker);
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
      const { aws, facet } = setUpScans(worker);
      const tasks = Array.from({ length: count }, (_, index) => {
        const digest = `sha256:${String(index).padStart(64, '0')}`;
        return taskOf(`${REPOSITORY}@${digest}`, digest);
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
