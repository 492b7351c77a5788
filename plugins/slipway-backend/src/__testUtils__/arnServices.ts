import { type Entity } from '@backstage/catalog-model';
import { type FakeAws } from './fakeAws';
import { taskDefinitionArn } from './ordersState';
import { describedService } from './runningOrders';
import { component } from './startPlugin';

/** An entity of a service that Slipway did not provision. */
export function arnComponent(
  name: string,
  arn: string,
  annotations: Record<string, string> = {},
): Entity {
  return component(name, {
    'aws.amazon.com/amazon-ecs-service-arn': arn,
    ...annotations,
  });
}

/** The task definition, as DescribeTaskDefinition answers it. */
export function defineTasks(aws: FakeAws, image: string) {
  aws.answers.DescribeTaskDefinition = {
    taskDefinition: {
      taskDefinitionArn: taskDefinitionArn(3),
      containerDefinitions: [
        {
          name: 'orders',
          image,
          environment: [{ name: 'PASSWORD', value: 'canary-of-definition' }],
        },
      ],
    },
  };
}

/** ECS tells the tags to those who ask for them. */
export function tag(aws: FakeAws, value?: string, change: object = {}) {
  const tags = [
    { key: 'team', value: 'payments' },
    ...(value ? [{ key: 'slipway:entity-ref', value }] : []),
  ];
  aws.answers.DescribeServices = input => {
    const { include = [] } = input as { include?: string[] };
    const service = describedService(change);
    return {
      services: [include.includes('TAGS') ? { ...service, tags } : service],
      failures: [],
    };
  };
}
