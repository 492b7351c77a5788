import { type Service } from '@aws-sdk/client-ecs';
import { stateFileSchema } from '@slipway/plugin-slipway-node';
import {
  IMAGE,
  ordersState,
  REPOSITORY,
  taskDefinitionArn,
} from '../__testUtils__/ordersState';
import { type RunningContainer } from '../deployments';
import { stackFacts } from '../stacks';
import { liveDrift } from './liveDrift';

const ADDRESS = 'aws_ecs_service.main[0]';
const inSync: Service = {
  status: 'ACTIVE',
  desiredCount: 2,
  taskDefinition: taskDefinitionArn(3),
};

function drift(
  service: Service,
  options: { autoscaled?: boolean; running?: RunningContainer[] } = {},
) {
  const { autoscaled, running = [] } = options;
  const facts = stackFacts(
    stateFileSchema.parse(ordersState({ image: IMAGE, autoscaled })),
  );
  return liveDrift(
    facts,
    facts.services.map(declared => ({
      declared,
      answer: { value: { service, running, problems: [] }, at: new Date() },
    })),
  );
}

describe('liveDrift', () => {
  it('finds nothing where state and ECS agree', () => {
    expect(drift(inSync)).toEqual([]);
  });

  it('finds a count that was changed by hand', () => {
    expect(drift({ ...inSync, desiredCount: 5 })).toEqual([
      {
        kind: 'live',
        address: ADDRESS,
        attribute: 'desired_count',
        action: 'update',
        declared: '2',
        actual: '5',
        masked: false,
      },
    ]);
  });

  it('leaves a count to autoscaling', () => {
    expect(
      drift({ ...inSync, desiredCount: 5 }, { autoscaled: true }),
    ).toMatchObject([
      {
        attribute: 'desired_count',
        explanation: expect.stringContaining('Autoscaling'),
      },
    ]);
  });

  it('finds another task definition and the image that runs under it', () => {
    const actual = `${REPOSITORY}:hotfix`;
    const findings = drift(
      { ...inSync, taskDefinition: taskDefinitionArn(4) },
      {
        running: [
          {
            name: 'orders',
            image: actual,
            architecture: 'amd64',
            taskDefinition: taskDefinitionArn(4),
          },
        ],
      },
    );
    expect(findings).toMatchObject([
      {
        attribute: 'task_definition',
        declared: 'slipway-orders:3',
        actual: 'slipway-orders:4',
        explanation: expect.stringContaining('newer revision'),
      },
      {
        address: 'aws_ecs_task_definition.main',
        attribute: 'container_definitions.orders.image',
        declared: IMAGE,
        actual,
        explanation: expect.stringContaining('newer revision'),
      },
    ]);
  });

  it('does not explain a step back to an older revision', () => {
    const [finding] = drift({
      ...inSync,
      taskDefinition: taskDefinitionArn(2),
    });
    expect(finding).toMatchObject({ attribute: 'task_definition' });
    expect(finding.explanation).toBeUndefined();
  });

  it('finds a service that was deleted', () => {
    expect(drift({ ...inSync, status: 'INACTIVE' })).toEqual([
      { kind: 'live', address: ADDRESS, action: 'create', masked: false },
    ]);
  });
});
