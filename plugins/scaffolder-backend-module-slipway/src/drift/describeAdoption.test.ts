import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { adoptionLines, describeAdoption } from './describeAdoption';

const count: DriftFinding = {
  kind: 'configuration',
  address: 'aws_ecs_service.main[0]',
  attribute: 'desired_count',
  action: 'update',
  declared: '2',
  actual: '3',
  masked: false,
};
const gone: DriftFinding = {
  kind: 'configuration',
  address: 'aws_cloudwatch_metric_alarm.main["a|b`c"]',
  action: 'create',
  masked: false,
};
const findings = {
  adopted: [count],
  left: [
    { finding: gone, reason: 'whole-resource' as const, file: 'alarms.tf' },
  ],
};

describe('describeAdoption', () => {
  const { branchName, title, description } = describeAdoption({
    stack: 'orders',
    environment: 'dev',
    checkedAt: '2026-11-25T01:02:03.456Z',
    findings,
  });

  it('names the branch after the check, so that one check has one pull request', () => {
    expect(branchName).toBe('slipway/adopt-drift-orders-dev-20261125010203');
    expect(title).toBe('Take the drift of orders in dev into the code');
  });

  it('lists what is taken in, and what is left with its reason, in tables that no name breaks', () => {
    expect(description).toContain(
      '| `aws_ecs_service.main[0]` | `desired_count` | `2` | `3` |',
    );
    expect(description).toContain(
      '| `aws_cloudwatch_metric_alarm.main["a b c"]` | the whole resource | the whole resource is gone: reconcile the stack, or take its block out of the code (declared in `terraform/alarms.tf`) |',
    );
  });
});

describe('adoptionLines', () => {
  it('says the same in a line each', () => {
    expect(adoptionLines(findings)).toEqual([
      'Taken into the code: aws_ecs_service.main[0] desired_count: 2 is now 3',
      expect.stringMatching(/^Left: aws_cloudwatch_metric_alarm.*: the whole/),
    ]);
  });
});
