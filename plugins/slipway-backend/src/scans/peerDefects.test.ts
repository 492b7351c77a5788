// What other tools get wrong about scans, each with ECR's answer in its own protocol: the plugins of ECR and ECS (D1 to D7),
// Harbor (D8, D10), Quay (D11, D12) and an inventory tool (D15). What their routes get wrong is in peerAccessDefects.
import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { setupServer } from 'msw/node';
import { DIGEST, REPOSITORY } from '../__testUtils__/ordersState';
import { describedTask, gotImages } from '../__testUtils__/runningOrders';
import {
  endedScan,
  FRESH,
  scanAnswer,
  setUpScans,
  taskOf,
} from '../__testUtils__/setUpScans';

const CHILD = `sha256:${'c4'.repeat(32)}`;
const OTHER = `sha256:${'d5'.repeat(32)}`;
const worker = setupServer();
registerMswTestHooks(worker);

const high = (name: string) => ({ name, severity: 'HIGH' });
const pushed = (
  imageDigest: string,
  daysAgo: number,
  ...imageTags: string[]
) => ({
  imageDigest,
  imageTags,
  imagePushedAt: FRESH - daysAgo * 86_400,
});
const repository = (...pages: object[][]) => ({
  DescribeRepositories: { repositories: [{ imageTagMutability: 'IMMUTABLE' }] },
  GetLifecyclePolicy: { awsError: 'LifecyclePolicyNotFoundException' },
  DescribeImages: (input: { nextToken?: string }) => {
    const page = Number(input.nextToken ?? 0);
    return {
      imageDetails: pages[page],
      nextToken: page + 1 < pages.length ? String(page + 1) : undefined,
    };
  },
});

describe('defects of peers', () => {
  it.each(['IN_PROGRESS', 'UNSUPPORTED_IMAGE', 'SCAN_ELIGIBILITY_EXPIRED'])(
    'D1: a page that stays blank while the status is %s',
    async status => {
      const { aws, facet } = setUpScans(worker);
      aws.answers.DescribeImageScanFindings = scanAnswer(status);
      expect(await facet()).toMatchObject({
        data: { images: [{ reasons: [expect.stringMatching(/\w/)] }] },
      });
    },
  );

  it('D2: a list that ends silently at the first page', async () => {
    const { aws, findings, facet } = setUpScans(worker);
    aws.answers.DescribeImageScanFindings = (input: {
      nextToken?: string;
    }) => ({
      ...endedScan({
        findingSeverityCounts: { HIGH: 2 },
        findings: [high(input.nextToken ? 'CVE-2' : 'CVE-1')],
      }),
      nextToken: input.nextToken ? undefined : 'more',
    });
    expect(await facet()).toMatchObject({
      data: { images: [{ severityCounts: { HIGH: 2 } }] },
    });
    expect(await findings({ digest: DIGEST, offset: 0 })).toMatchObject({
      total: 2,
      findings: [{ name: 'CVE-1' }, { name: 'CVE-2' }],
    });
  });

  it('D3: the newest image missed, because the first page was sorted', async () => {
    const { aws, details } = setUpScans(worker);
    Object.assign(
      aws.answers,
      repository([pushed(DIGEST, 9, '1')], [pushed(OTHER, 1, '2')]),
    );
    expect((await details()).images[0]).toMatchObject({
      isNewest: false,
      newest: { digest: OTHER },
    });
  });

  it('D4: an index judged as an image of its own', async () => {
    const { aws, facet } = setUpScans(worker);
    aws.answers.BatchGetImage = gotImages({
      schemaVersion: 2,
      manifests: [
        { digest: OTHER, platform: { os: 'unknown', architecture: 'unknown' } },
        { digest: CHILD, platform: { os: 'linux', architecture: 'amd64' } },
      ],
    });
    aws.answers.DescribeImageScanFindings = (input: {
      imageId: { imageDigest: string };
    }) =>
      input.imageId.imageDigest === CHILD
        ? endedScan()
        : { awsError: 'ScanNotFoundException' };
    expect(await facet()).toMatchObject({
      verdict: 'healthy',
      data: { images: [{ digest: DIGEST, scannedDigest: CHILD }] },
    });
  });

  it('D5: an error page where an image was never scanned', async () => {
    const { aws, facet } = setUpScans(worker);
    aws.answers.DescribeImageScanFindings = {
      awsError: 'ScanNotFoundException',
    };
    const seen = await facet();
    expect(seen).toMatchObject({
      data: { images: [{ status: 'not-scanned' }] },
    });
    expect(seen).not.toHaveProperty('problem');
  });

  it('D6: package, version, fix, score and exploit dropped', async () => {
    const { aws, findings } = setUpScans(worker);
    aws.answers.DescribeImageScanFindings = scanAnswer('ACTIVE', {
      imageScanCompletedAt: FRESH,
      enhancedFindings: [
        {
          severity: 'HIGH',
          score: 9.1,
          exploitAvailable: 'YES',
          firstObservedAt: FRESH,
          packageVulnerabilityDetails: {
            vulnerabilityId: 'CVE-1',
            vulnerablePackages: [
              {
                name: 'zlib',
                version: '1.2',
                fixedInVersion: '1.3',
                packageManager: 'OS',
                sourceLayerHash: 'sha256:layer',
                filePath: 'lib/libz.so',
              },
            ],
          },
        },
      ],
    });
    expect((await findings({ digest: DIGEST, offset: 0 })).findings).toEqual([
      {
        name: 'CVE-1',
        severity: 'HIGH',
        score: 9.1,
        exploitAvailable: true,
        firstSeenAt: '2026-11-20T12:00:00.000Z',
        uri: undefined,
        packages: [
          {
            name: 'zlib',
            installedVersion: '1.2',
            fixedInVersion: '1.3',
            manager: 'OS',
            layer: 'sha256:layer',
            path: 'lib/libz.so',
          },
        ],
      },
    ]);
  });

  it('D7: digests of the first hundred tasks only', async () => {
    const { facet } = setUpScans(worker);
    const tasks = Array.from({ length: 150 }, () => describedTask());
    tasks.push(taskOf(`${REPOSITORY}@${OTHER}`, OTHER));
    expect(await facet({ tasks })).toMatchObject({
      data: { images: [{ digest: DIGEST }, { digest: OTHER }] },
    });
  });

  it.each([
    ['none was made', { awsError: 'ScanNotFoundException' }],
    ['it is gone', { awsError: 'ImageNotFoundException' }],
    ['the findings are unavailable', scanAnswer('FINDINGS_UNAVAILABLE')],
    ['the status is one of tomorrow', scanAnswer('A_STATUS_OF_TOMORROW')],
    ['nobody says when it ended', scanAnswer('COMPLETE')],
    ['the answer is empty', {}],
  ])('D8: an image painted green although %s', async (_, answer) => {
    const { aws, facet } = setUpScans(worker);
    aws.answers.DescribeImageScanFindings = answer;
    expect((await facet()).verdict).toMatch(/^(attention|failing)$/);
  });

  it('D10: a name with several slashes cut at the first, and the first row taken for the newest', async () => {
    const { aws, details } = setUpScans(worker);
    const nested = `${REPOSITORY}/api/v2`;
    const asked: string[] = [];
    Object.assign(
      aws.answers,
      repository([
        pushed(DIGEST, 2, '1'),
        pushed(OTHER, 9, '0'),
        pushed(CHILD, 1, '2'),
      ]),
      {
        BatchGetImage: (input: { repositoryName: string }) => {
          asked.push(input.repositoryName);
          return gotImages({ schemaVersion: 2 });
        },
      },
    );
    const image = `${nested}@${DIGEST}`;
    const { images } = await details({ image, tasks: [taskOf(image, DIGEST)] });
    expect(images[0]?.newest?.digest).toBe(CHILD);
    expect(new Set(asked)).toEqual(new Set(['slipway/orders/api/v2']));
  });

  it('D11: a queued scan shown as passed, and a signature taken for an image', async () => {
    const { aws, facet, details } = setUpScans(worker);
    aws.answers.DescribeImageScanFindings = scanAnswer('PENDING');
    Object.assign(
      aws.answers,
      repository([
        pushed(DIGEST, 2, '1'),
        pushed(OTHER, 1, `${DIGEST.replace(':', '-')}.sig`),
      ]),
    );
    expect(await facet()).toMatchObject({
      verdict: 'progressing',
      data: { images: [{ status: 'in-progress' }] },
    });
    expect((await details()).images[0]).toMatchObject({ isNewest: true });
  });

  it('D12: a call for each tag of a repository', async () => {
    const calls = async (tags: number) => {
      const { aws, details } = setUpScans(worker);
      Object.assign(
        aws.answers,
        repository([
          pushed(DIGEST, 0, 'newest'),
          ...Array.from({ length: tags }, (_, tag) =>
            pushed(`sha256:${tag}`, 1 + tag, `v${tag}`),
          ),
        ]),
      );
      await details();
      return aws.calls.length;
    };
    expect(await calls(500)).toBe(await calls(1));
  });

  it('D15: known findings thrown away because one answer had none', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout'],
    });
    try {
      const { aws, facet } = setUpScans(worker);
      aws.answers.DescribeImageScanFindings = endedScan({
        findingSeverityCounts: { CRITICAL: 1 },
      });
      await facet();
      jest.setSystemTime(Date.now() + 2 * 60 * 60_000);
      aws.answers.DescribeImageScanFindings = {
        awsError: 'ServerException',
        status: 500,
      };
      expect(await facet()).toMatchObject({
        problem: { message: expect.any(String) },
        data: {
          images: [{ status: 'blocked', severityCounts: { CRITICAL: 1 } }],
        },
      });
    } finally {
      jest.useRealTimers();
    }
  });
});
