import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { applyIgnoreRules, parseIgnoreFile } from './ignoreRules';

const now = new Date(Date.UTC(2026, 10, 24, 12));
const finding: DriftFinding = {
  kind: 'configuration',
  address: 'aws_ecs_service.main[0]',
  attribute: 'tags.cost-center',
  action: 'update',
  masked: true,
};
const whole: DriftFinding = {
  kind: 'configuration',
  address: 'aws_ecs_service.main[0]',
  action: 'create',
  masked: false,
};

const isIgnored = (
  rule: { address: string; attribute?: string; expires?: string },
  of: DriftFinding = finding,
) =>
  applyIgnoreRules([of], [{ reason: 'r', ...rule }], now)[0].ignored !==
  undefined;

describe('applyIgnoreRules', () => {
  it.each<[string, string | undefined, boolean]>([
    ['aws_ecs_service.main[0]', undefined, true],
    ['aws_ecs_service.*', 'tags.*', true],
    ['*', '*', true],
    ['aws_*.main*', 'tags*center', true],
    ['*service*[0]', 'tags.cost-center', true],
    ['aws_ecs_service.main', undefined, false],
    ['aws_ecs_service.main[1]', undefined, false],
    ['aws_ecs_service.*', 'tags', false],
    ['aws.ecs.service*', undefined, false],
    ['*main[0]*main[0]', undefined, false],
  ])('%s, %s: %s', (address, attribute, expected) => {
    expect(isIgnored({ address, attribute })).toBe(expected);
  });

  it('does not ignore a deleted resource for a rule about an attribute', () => {
    expect(isIgnored({ address: '*', attribute: 'tags.*' }, whole)).toBe(false);
    expect(isIgnored({ address: '*' }, whole)).toBe(true);
  });

  it('lets an expired rule count no more', () => {
    const address = '*';
    expect(isIgnored({ address, expires: '2026-11-25' })).toBe(true);
    expect(isIgnored({ address, expires: '2026-11-24' })).toBe(true);
    expect(isIgnored({ address, expires: '2026-11-23' })).toBe(false);
  });

  it('tells the reason and who gave it', () => {
    const rule = {
      address: '*',
      reason: 'The billing team tags by hand',
      author: 'ada',
      expires: '2027-01-31',
    };
    expect(applyIgnoreRules([finding], [rule], now)[0].ignored).toEqual({
      reason: rule.reason,
      author: 'ada',
      expires: '2027-01-31',
    });
  });
});

describe('parseIgnoreFile', () => {
  it('reads the rules of a stack', () => {
    const text = `
ignore:
  - address: aws_ecs_service.main[0]
    attribute: tags.*
    reason: The billing team tags by hand
    author: ada
    expires: 2027-01-31
`;
    expect(parseIgnoreFile(text)).toEqual({
      rules: [
        {
          address: 'aws_ecs_service.main[0]',
          attribute: 'tags.*',
          reason: 'The billing team tags by hand',
          author: 'ada',
          expires: '2027-01-31',
        },
      ],
    });
  });

  it.each([
    ['- [', /is not YAML/],
    ['rules: []', /is wrong at ignore: /],
    ['ignore: [{ address: x }]', /is wrong at ignore\.0\.reason: /],
    [
      'ignore: [{ address: x, reason: y, expires: soon }]',
      /is wrong at ignore\.0\.expires: /,
    ],
  ])('says why %j has no rules', (text, problem) => {
    expect(parseIgnoreFile(text).problem).toMatch(problem);
  });
});
