import { stateFileSchema } from '@slipway/plugin-slipway-node';
import { IMAGE, ordersState } from '../../__testUtils__/ordersState';
import { changedState, recordedState } from '../../__testUtils__/recordedState';
import { stateDifference } from './stateDifference';

const parse = (state: unknown) => stateFileSchema.parse(state);
const parseBody = (body: Buffer) => parse(JSON.parse(body.toString('utf8')));
const orders = (options: Parameters<typeof ordersState>[0]) =>
  parse(ordersState(options));

describe('stateDifference', () => {
  it('finds none between a state and itself under another serial', () => {
    expect(
      stateDifference(
        orders({ image: IMAGE, serial: 7 }),
        orders({ image: IMAGE, serial: 8 }),
      ),
    ).toEqual({ resources: [], outputs: [], total: 0 });
  });

  it('names resources that come and go, and outputs', () => {
    const before = orders({ image: IMAGE, autoscaled: true });
    const after = orders({ desiredCount: 2 });
    expect(stateDifference(before, after)).toMatchObject({
      resources: [
        {
          address: 'aws_appautoscaling_target.service[0]',
          change: 'removed',
          attributes: [],
        },
        {
          address: 'aws_ecs_task_definition.main',
          change: 'changed',
          attributes: [{ attribute: 'container_definitions', masked: true }],
        },
      ],
      outputs: [{ name: 'image', change: 'removed' }],
      total: 2,
    });
  });

  it('names everything beside nothing', () => {
    const { resources } = stateDifference(undefined, orders({ image: IMAGE }));
    expect(resources.map(({ change }) => change)).toEqual(['added', 'added']);
  });

  it('shows a harmless value, unless Terraform marks it', () => {
    const [before, after] = [2, 5].map(desiredCount =>
      orders({ image: IMAGE, desiredCount }),
    );
    const change = () => stateDifference(before, after).resources[0];
    expect(change()).toEqual({
      address: 'aws_ecs_service.main[0]',
      change: 'changed',
      attributes: [
        { attribute: 'desired_count', before: '2', after: '5', masked: false },
      ],
    });
    const instance = after.resources[1]?.instances[0];
    const marks = [
      [[{ type: 'get_attr', value: 'desired_count' }]],
      [[{ type: 'get_attr', value: 'tags' }], [{ type: 'odd' }]],
    ];
    for (const sensitive of marks) {
      Object.assign(instance ?? {}, { sensitive_attributes: sensitive });
      expect(change()?.attributes).toEqual([
        { attribute: 'desired_count', masked: true },
      ]);
    }
  });

  it('tells no value that is not on the list, whatever holds it', () => {
    const canaries = parseBody(
      changedState(state => {
        for (const resource of state.resources) {
          for (const instance of resource.instances) {
            plant(instance.attributes);
          }
        }
        state.outputs = { password: { value: 'canary', type: 'string' } };
      }),
    );
    const difference = stateDifference(parseBody(recordedState), canaries);
    const attributes = difference.resources.flatMap(
      resource => resource.attributes,
    );
    expect(attributes.length).toBeGreaterThan(80);
    expect(attributes.filter(({ masked }) => !masked)).toEqual([]);
    expect(difference.outputs).toContainEqual({
      name: 'password',
      change: 'added',
    });
    expect(JSON.stringify(difference)).not.toContain('canary');
  });

  it('bounds what it lists and says how many there are', () => {
    const state = ordersState({ image: IMAGE });
    const [, service] = state.resources;
    const many = parse({
      ...state,
      resources: Array.from({ length: 700 }, (_, index) => ({
        ...service,
        name: `n${index}`,
      })),
    });
    const { resources, total } = stateDifference(undefined, many);
    expect(resources).toHaveLength(500);
    expect(total).toBe(700);
  });
});

// The texts on the list of what may be shown.
const SHOWN = [
  'cpu',
  'deregistration_delay',
  'family',
  'image_tag_mutability',
  'launch_type',
  'memory',
  'path',
  'platform_version',
  'port',
  'protocol',
  'task_definition',
];

/** Puts a canary into every text that is not on the list, however deep. */
function plant(value: unknown): unknown {
  if (typeof value === 'string') {
    return `${value} canary`;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (!SHOWN.includes(name)) {
        Object.assign(value, { [name]: plant(inner) });
      }
    }
  }
  return value;
}
