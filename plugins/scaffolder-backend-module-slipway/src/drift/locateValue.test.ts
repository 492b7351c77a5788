import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { codedPlanSchema } from '@slipway/plugin-slipway-node';
import { locateValue } from './locateValue';

const service = 'aws_ecs_service.main[0]';
const plan = codedPlanSchema.parse({
  format_version: '1.2',
  resource_changes: [
    {
      address: service,
      type: 'aws_ecs_service',
      name: 'main',
      change: {
        actions: ['update'],
        before: {
          desired_count: 3,
          delay: '5',
          enable: true,
          health: [{ path: '/b' }],
          cpu: 2,
          memory: 2,
        },
        after: {
          desired_count: 2,
          delay: '30',
          enable: false,
          health: [{ path: '/a' }],
          cpu: 1,
          memory: 1,
        },
      },
    },
  ],
  configuration: {
    root_module: {
      resources: [
        {
          address: 'aws_ecs_service.main',
          expressions: {
            desired_count: {
              references: [
                'local.released',
                'var.scaling.count',
                'var.scaling',
                'var.image',
              ],
            },
            delay: { constant_value: 30 },
            health: [{ path: { constant_value: '/a' } }],
            cpu: { references: ['local.size.cpu', 'local.size'] },
            memory: { references: ['var.one', 'var.uno'] },
          },
        },
      ],
    },
  },
  variables: {
    scaling: { value: { count: 2 } },
    image: { value: null },
    one: { value: 1 },
    uno: { value: 1 },
  },
});

const finding = (more: Partial<DriftFinding>): DriftFinding => ({
  kind: 'configuration',
  address: service,
  action: 'update',
  masked: false,
  attribute: 'desired_count',
  declared: '2',
  actual: '3',
  ...more,
});

describe('locateValue', () => {
  it('finds the one variable that holds the declared value', () => {
    expect(locateValue(finding({}), plan)).toEqual({
      finding: finding({}),
      edit: { kind: 'variable', path: ['scaling', 'count'], from: 2, to: 3 },
    });
  });

  it('finds a literal, in a block as well', () => {
    const inner = { attribute: 'health[0].path', declared: '/a', actual: '/b' };
    expect(locateValue(finding(inner), plan)).toMatchObject({
      edit: {
        kind: 'literal',
        type: 'aws_ecs_service',
        name: 'main',
        blocks: ['health'],
        attribute: 'path',
        from: '/a',
        to: '/b',
      },
    });
  });

  it('keeps the type of the code where the provider has another', () => {
    const text = { attribute: 'delay', declared: '30', actual: '5' };
    expect(locateValue(finding(text), plan)).toMatchObject({
      edit: { kind: 'literal', attribute: 'delay', from: 30, to: 5 },
    });
  });

  it.each<[string, Partial<DriftFinding>]>([
    ['pending', { kind: 'pending' }],
    ['ignored', { ignored: { reason: 'known' } }],
    ['explained', { explanation: 'Autoscaling' }],
    ['whole-resource', { attribute: undefined }],
    ['masked', { masked: true, declared: undefined, actual: undefined }],
    // The code or reality went on since the check.
    ['moved', { declared: '1' }],
    ['moved', { actual: '9' }],
    ['moved', { address: 'aws_ecs_service.gone' }],
    [
      'not-declared',
      { attribute: 'enable', declared: 'false', actual: 'true' },
    ],
    ['computed', { attribute: 'cpu', declared: '1', actual: '2' }],
    // Which of the two is meant, nobody can tell.
    ['computed', { attribute: 'memory', declared: '1', actual: '2' }],
  ])('leaves to people what is %s', (reason, more) => {
    expect(locateValue(finding(more), plan)).toBe(reason);
  });
});
