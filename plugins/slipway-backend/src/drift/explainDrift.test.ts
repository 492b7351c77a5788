import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { taskDefinitionArn } from '../__testUtils__/ordersState';
import {
  AUTOSCALED,
  explainDrift,
  isEcsService,
  isNewerRevision,
  RELEASED_OUTSIDE,
} from './explainDrift';

const count: DriftFinding = {
  kind: 'configuration',
  address: 'aws_ecs_service.main[0]',
  attribute: 'desired_count',
  action: 'update',
  declared: '2',
  actual: '5',
  masked: false,
};
const revision: DriftFinding = {
  ...count,
  attribute: 'task_definition',
  declared: taskDefinitionArn(3),
  actual: taskDefinitionArn(4),
};

const explanations = (finding: DriftFinding, autoscaled: string[] = []) =>
  explainDrift([finding], new Set(autoscaled)).map(
    ({ explanation }) => explanation,
  );

describe('explainDrift', () => {
  it('explains the count of a service that scales itself, and of no other', () => {
    expect(explanations(count, [count.address])).toEqual([AUTOSCALED]);
    expect(explanations(count, ['aws_ecs_service.scaled[0]'])).toEqual([
      undefined,
    ]);
  });

  it('explains a newer revision of the same family', () => {
    expect(explanations(revision)).toEqual([RELEASED_OUTSIDE]);
  });

  it.each<[string, Partial<DriftFinding>]>([
    ['an older revision', { actual: taskDefinitionArn(2) }],
    [
      'another family',
      { actual: taskDefinitionArn(4).replace('orders', 'billing') },
    ],
    ['a revision that is hidden', { actual: undefined }],
    ['what is declared and not applied', { kind: 'pending' }],
    ['another attribute', { attribute: 'platform_version' }],
    ['another resource', { address: 'aws_cloudwatch_event_target.main' }],
  ])('does not explain %s', (_name, change) => {
    expect(explanations({ ...revision, ...change })).toEqual([undefined]);
  });
});

describe('isNewerRevision', () => {
  it('compares numbers, not texts', () => {
    expect(isNewerRevision('orders:9', 'orders:10')).toBe(true);
    expect(isNewerRevision('orders:10', 'orders:9')).toBe(false);
  });
});

describe('isEcsService', () => {
  it.each([
    ['aws_ecs_service.main', true],
    ['module.app["a.b"].aws_ecs_service.main[0]', true],
    ['aws_ecs_service_extra.main', false],
    ['aws_ecs_cluster.aws_ecs_service', false],
  ])('%s: %s', (address, expected) => {
    expect(isEcsService(address)).toBe(expected);
  });
});
