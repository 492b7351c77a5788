import { stateFileSchema } from '@slipway/plugin-slipway-node';
import {
  IMAGE,
  ordersState,
  SERVICE_ARN,
  taskDefinitionArn,
} from '../__testUtils__/ordersState';
import { stackFacts } from './stackFacts';

const factsOf = (state: unknown) => stackFacts(stateFileSchema.parse(state));

describe('stackFacts', () => {
  it('reads what a stack owns', () => {
    expect(factsOf(ordersState({ image: IMAGE }))).toEqual({
      entityRef: 'component:default/orders',
      released: true,
      services: [
        {
          address: 'aws_ecs_service.main[0]',
          name: 'slipway-orders',
          arn: SERVICE_ARN,
          clusterName: 'slipway',
          desiredCount: 2,
          taskDefinition: taskDefinitionArn(3),
          autoscaled: false,
        },
      ],
      taskDefinitions: [
        {
          address: 'aws_ecs_task_definition.main',
          arn: taskDefinitionArn(3),
          cpuArchitecture: 'X86_64',
          containers: [{ name: 'orders', image: IMAGE }],
        },
      ],
    });
  });

  it('knows a stack that nothing was released into', () => {
    expect(factsOf(ordersState()).released).toBe(false);
  });

  it('knows a count that autoscaling owns', () => {
    const { services } = factsOf(ordersState({ autoscaled: true }));
    expect(services[0]?.autoscaled).toBe(true);
  });

  it('leaves out a resource of an unexpected form', () => {
    const state = ordersState({ image: IMAGE });
    const facts = factsOf({
      ...state,
      resources: state.resources.map(resource => ({
        ...resource,
        instances: [{ attributes: { container_definitions: '{' } }],
      })),
    });
    expect(facts).toMatchObject({ services: [], taskDefinitions: [] });
  });

  it('reads the record of a release only beside the image that it is of', () => {
    const record = {
      image: IMAGE,
      releasedAt: '2026-11-24T12:00:00Z',
      releasedBy: 'user:default/ada',
      status: 'passing',
      scannedAt: null,
      overrideReason: null,
    };
    const state = ordersState({ image: IMAGE });
    const withRecord = (value: object) =>
      factsOf({
        ...state,
        outputs: { ...state.outputs, release: { value, type: ['object', {}] } },
      });
    expect(withRecord(record).release).toEqual(record);
    expect(withRecord({ ...record, image: 'another' }).release).toBeUndefined();
    expect(withRecord({ image: IMAGE }).release).toBeUndefined();
  });
});
