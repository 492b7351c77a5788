import {
  codeMatches,
  newTargetRecord,
  nextTargetHealth,
  type ProbeResult,
} from './nextTargetHealth';
import type { TargetGroup } from './TargetGroups';

const START = new Date('2026-01-01T00:00:00Z');

const group: TargetGroup = {
  arn: 'arn',
  path: '/',
  matcher: '200',
  intervalSeconds: 5,
  timeoutSeconds: 2,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  hasLoadBalancer: true,
};

/** Health after results that come one second apart. */
function healthAfter(results: ProbeResult[], startAt = 0) {
  let record = newTargetRecord(START);
  for (const [index, result] of results.entries()) {
    const now = new Date(START.getTime() + startAt + index * 1000);
    record = nextTargetHealth(record, result, { group, now });
  }
  return record.health;
}

const ok = { code: 200 };
const broken = { code: 503 };

describe('codeMatches', () => {
  it.each([
    [200, '200', true],
    [204, '200-299', true],
    [302, '200,302', true],
    [404, '200,300-399', false],
  ])('%d in %s is %s', (code, matcher, expected) => {
    expect(codeMatches(code, matcher)).toBe(expected);
  });
});

describe('nextTargetHealth', () => {
  it('needs the healthy threshold in a row', () => {
    expect(healthAfter([ok]).state).toBe('initial');
    expect(healthAfter([ok, broken, ok]).state).toBe('initial');
    expect(healthAfter([ok, ok])).toEqual({ state: 'healthy' });
  });

  it('gives a new target the time that the target group gives', () => {
    expect(healthAfter([broken, broken, broken])).toMatchObject({
      state: 'initial',
      reason: 'Elb.InitialHealthChecks',
    });
    expect(healthAfter([broken, broken], 10_000)).toEqual({
      state: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [503]',
    });
  });

  it('gives up a healthy target at the unhealthy threshold', () => {
    expect(healthAfter([ok, ok, broken]).state).toBe('healthy');
    expect(
      healthAfter([ok, ok, { failure: 'timeout' }, { failure: 'timeout' }]),
    ).toMatchObject({ state: 'unhealthy', reason: 'Target.Timeout' });
  });

  it('lets a target recover', () => {
    expect(healthAfter([ok, ok, broken, broken, ok]).state).toBe('unhealthy');
    expect(healthAfter([ok, ok, broken, broken, ok, ok]).state).toBe('healthy');
  });
});
