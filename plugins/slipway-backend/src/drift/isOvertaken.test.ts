import { type Problem, type ProblemCode } from '@slipway/plugin-slipway-common';
import { isOvertaken } from './isOvertaken';

const problem = (code: ProblemCode): Problem => ({
  code,
  message: 'm',
  remedy: 'r',
});
const lastCheck = {
  checkedAt: '2026-11-24T10:00:00.000Z',
  durationMs: 1,
  complete: true,
  findings: [],
  serial: 7,
};

describe('isOvertaken', () => {
  it.each([
    ['a check of this state', { lastCheck }, 7, false],
    ['a check of an earlier state', { lastCheck }, 8, true],
    ['no check yet', {}, 1, false],
    [
      'a check that came before the first state was written',
      { problem: problem('stack-not-provisioned') },
      1,
      true,
    ],
    [
      'a check while nothing was left of the stack',
      { lastCheck, problem: problem('no-state') },
      9,
      true,
    ],
    [
      'a check that failed for another reason',
      { lastCheck, problem: problem('terraform-failed') },
      8,
      false,
    ],
  ])('%s: %#', (_case, record, serial, expected) => {
    expect(isOvertaken({ checking: false, ...record }, serial)).toBe(expected);
    expect(isOvertaken({ checking: true, ...record }, serial)).toBe(false);
  });
});
