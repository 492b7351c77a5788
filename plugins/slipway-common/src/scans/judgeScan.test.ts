import type { ScanFindingsPage } from './findings';
import { judgeScan, type RegistryScan } from './judgeScan';
import { scanPolicySchema } from './scanPolicy';
import type { ScanStatus } from './scanStatus';

const NOW = new Date('2026-11-24T12:00:00Z');
const FRESH = '2026-11-20T12:00:00Z';
const scannedDigest = `sha256:${'a1'.repeat(32)}`;

function judge(pages: ScanFindingsPage[], policy: object = {}) {
  const scan: RegistryScan = { kind: 'scan', scannedDigest, pages };
  return judgeScan(scan, scanPolicySchema.parse(policy), NOW);
}

const completed = (found: object = {}): ScanFindingsPage => ({
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: { imageScanCompletedAt: new Date(FRESH), ...found },
});

describe('judgeScan', () => {
  it.each<[string, ScanStatus]>([
    ['COMPLETE', 'passing'],
    ['ACTIVE', 'passing'],
    ['IN_PROGRESS', 'in-progress'],
    ['PENDING', 'in-progress'],
    ['FAILED', 'failed'],
    ['LIMIT_EXCEEDED', 'failed'],
    ['UNSUPPORTED_IMAGE', 'unsupported'],
    ['SCAN_ELIGIBILITY_EXPIRED', 'expired'],
    ['FINDINGS_UNAVAILABLE', 'not-scanned'],
    ['IMAGE_ARCHIVED', 'archived'],
    ['SOMETHING_NEW', 'not-scanned'],
  ])('reads %s as %s', (status, expected) => {
    const judged = judge([
      {
        ...completed(),
        imageScanStatus: { status, description: 'In ECR’s words' },
      },
    ]);
    expect(judged.status).toBe(expected);
    expect(judged.reasons.length > 0).toBe(expected !== 'passing');
  });

  it('is not passing without a status, and not without the time of the scan', () => {
    expect(judge([{}]).status).toBe('not-scanned');
    expect(judge([{ imageScanStatus: { status: 'COMPLETE' } }])).toMatchObject({
      status: 'outdated',
      reasons: ['The registry does not say when the scan ended'],
    });
  });

  it('tells a digest that vanished from one that was never scanned', () => {
    const policy = scanPolicySchema.parse({});
    expect(judgeScan({ kind: 'not-in-registry' }, policy, NOW)).toMatchObject({
      status: 'not-in-registry',
      reasons: [expect.stringContaining('the next task cannot start')],
    });
    expect(
      judgeScan(
        { kind: 'not-in-registry', platforms: ['linux/arm64'] },
        policy,
        NOW,
      ).reasons[0],
    ).toContain('only for linux/arm64');
    expect(
      judgeScan({ kind: 'not-scanned', scannedDigest }, policy, NOW).status,
    ).toBe('not-scanned');
  });

  it('blocks by the counts of the whole image, not of the page', () => {
    expect(
      judge([completed({ findingSeverityCounts: { HIGH: 2 }, findings: [] })]),
    ).toMatchObject({
      status: 'blocked',
      severityCounts: { HIGH: 2 },
      reasons: ['The policy blocks findings of this severity: 2 high'],
    });
  });

  it('blocks by what is listed where the counts say less', () => {
    expect(
      judge([completed({ findings: [{ name: 'CVE-1', severity: 'HIGH' }] })]),
    ).toMatchObject({ status: 'blocked', severityCounts: { HIGH: 1 } });
  });

  it('blocks the severities of the policy alone', () => {
    const page = completed({ findingSeverityCounts: { HIGH: 2, LOW: 1 } });
    expect(judge([page], { blockingSeverities: ['CRITICAL'] }).status).toBe(
      'passing',
    );
    expect(judge([page], { blockingSeverities: ['LOW'] }).status).toBe(
      'blocked',
    );
  });

  it('does not let an old scan vouch, nor one of the CLI’s times in seconds', () => {
    for (const imageScanCompletedAt of [
      new Date('2026-10-20T00:00:00Z'),
      '2026-10-20T00:00:00+00:00',
      Date.parse('2026-10-20T00:00:00Z') / 1000,
    ]) {
      expect(judge([completed({ imageScanCompletedAt })])).toMatchObject({
        status: 'outdated',
        reasons: ['The scan is 35 days old; the policy allows 30'],
        scannedAt: '2026-10-20T00:00:00.000Z',
      });
    }
  });

  it('takes accepted vulnerabilities out until the end of their last day', () => {
    const pages = [
      completed({
        findingSeverityCounts: { HIGH: 2 },
        findings: [{ name: 'CVE-1', severity: 'HIGH' }],
      }),
      completed({ findings: [{ name: 'CVE-2', severity: 'HIGH' }] }),
    ];
    const accept = (id: string, expires: string) => ({
      id,
      expires,
      reason: 'never reached',
      author: 'ada',
    });
    const judged = (...acceptedVulnerabilities: object[]) =>
      judge(pages, { acceptedVulnerabilities });
    expect(
      judged(accept('CVE-1', '2026-11-24'), accept('CVE-2', '2027-01-01')),
    ).toMatchObject({ status: 'passing', accepted: ['CVE-1', 'CVE-2'] });
    expect(
      judged(accept('CVE-1', '2026-11-23'), accept('CVE-2', '2027-01-01')),
    ).toMatchObject({
      status: 'blocked',
      accepted: ['CVE-2'],
      reasons: ['The policy blocks findings of this severity: 1 high'],
    });
  });
});
