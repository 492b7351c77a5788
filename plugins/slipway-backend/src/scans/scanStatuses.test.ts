import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { type ScanStatus } from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import { DIGEST, REPOSITORY } from '../__testUtils__/ordersState';
import {
  endedScan,
  FRESH,
  scanAnswer,
  setUpScans,
  taskOf,
} from '../__testUtils__/setUpScans';

const worker = setupServer();
registerMswTestHooks(worker);

describe('what the registry answers for the digest that runs', () => {
  // D1, D5 and D8 of the peers: a blank page, an error page and a green mark for what was not scanned.
  it.each<[string, object, ScanStatus, string]>([
    ['COMPLETE', endedScan(), 'passing', 'healthy'],
    [
      'COMPLETE with findings that block',
      endedScan({ findingSeverityCounts: { CRITICAL: 1 } }),
      'blocked',
      'failing',
    ],
    [
      'ACTIVE',
      scanAnswer('ACTIVE', { imageScanCompletedAt: FRESH, findings: [] }),
      'passing',
      'healthy',
    ],
    [
      'COMPLETE of long ago',
      endedScan({ imageScanCompletedAt: FRESH - 40 * 86_400 }),
      'outdated',
      'attention',
    ],
    ['IN_PROGRESS', scanAnswer('IN_PROGRESS'), 'in-progress', 'progressing'],
    ['PENDING', scanAnswer('PENDING'), 'in-progress', 'progressing'],
    ['FAILED', scanAnswer('FAILED'), 'failed', 'attention'],
    ['LIMIT_EXCEEDED', scanAnswer('LIMIT_EXCEEDED'), 'failed', 'attention'],
    [
      'UNSUPPORTED_IMAGE',
      scanAnswer('UNSUPPORTED_IMAGE'),
      'unsupported',
      'attention',
    ],
    [
      'SCAN_ELIGIBILITY_EXPIRED without findings',
      scanAnswer('SCAN_ELIGIBILITY_EXPIRED', {
        imageScanCompletedAt: FRESH,
        findingSeverityCounts: {},
      }),
      'expired',
      'attention',
    ],
    [
      'FINDINGS_UNAVAILABLE',
      scanAnswer('FINDINGS_UNAVAILABLE'),
      'not-scanned',
      'attention',
    ],
    ['IMAGE_ARCHIVED', scanAnswer('IMAGE_ARCHIVED'), 'archived', 'failing'],
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
    const { aws, facet } = setUpScans(worker);
    aws.answers.DescribeImageScanFindings = answer;
    const result = await facet();
    expect(result).toMatchObject({ verdict, data: { images: [{ status }] } });
    expect('data' in result && result.data.images[0]?.reasons.length).toBe(
      status === 'passing' ? 0 : 1,
    );
  });

  it('a digest that vanished', async () => {
    const { aws, facet } = setUpScans(worker);
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
    const { aws, facet } = setUpScans(worker);
    aws.answers.BatchGetImage = {
      failures: [
        { imageId: { imageDigest: DIGEST }, failureCode: 'ImageInaccessible' },
      ],
    };
    aws.answers.DescribeImageScanFindings = scanAnswer('IMAGE_ARCHIVED');
    expect(await facet()).toMatchObject({
      data: { images: [{ status: 'archived' }] },
    });
  });

  it('a repository of another account, with the action that is missing', async () => {
    const { aws, facet } = setUpScans(worker);
    aws.answers.DescribeImageScanFindings = {
      awsError: 'AccessDeniedException',
      status: 403,
    };
    const other = REPOSITORY.replace('123456789012', '999999999999');
    const options = {
      image: `${other}@${DIGEST}`,
      tasks: [taskOf(`${other}@${DIGEST}`, DIGEST)],
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
