const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const ECS = `arn:aws:ecs:${REGION}:${ACCOUNT}`;
const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';

/** The digest that the fixture service runs. */
export const DIGEST = `sha256:${'a1'.repeat(32)}`;
/** The repository of the fixture service. */
export const REPOSITORY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/slipway/orders`;
/** The image that the fixture service runs. */
export const IMAGE = `${REPOSITORY}@${DIGEST}`;
/** ARN of a revision of the fixture service's task definition. */
export const taskDefinitionArn = (revision: number) =>
  `${ECS}:task-definition/slipway-orders:${revision}`;
/** ARN of the fixture service. */
export const SERVICE_ARN = `${ECS}:service/slipway/slipway-orders`;

/** Options of {@link ordersState}. */
export interface OrdersStateOptions {
  entityRef?: string;
  /** Absent: nothing was released. */
  image?: string;
  desiredCount?: number;
  serial?: number;
  autoscaled?: boolean;
}

/** The state of a service as Terraform 1.11 and the AWS provider 5.100 write it, cut to a few resources. */
export function ordersState(options: OrdersStateOptions = {}) {
  const {
    entityRef = 'component:default/orders',
    image,
    desiredCount = image ? 2 : 0,
    serial = 7,
    autoscaled = false,
  } = options;
  return {
    version: 4,
    terraform_version: '1.11.4',
    serial,
    lineage: '0b0f3b3e-3d0c-8f26-6f0f-0a7d4a1c1d11',
    outputs: {
      slipway_entity_ref: { value: entityRef, type: 'string' },
      ...(image ? { image: { value: image, type: 'string' } } : {}),
    },
    resources: [
      {
        mode: 'data',
        type: 'aws_ecs_cluster',
        name: 'platform',
        provider: PROVIDER,
        instances: [
          { schema_version: 0, attributes: { cluster_name: 'slipway' } },
        ],
      },
      ...(autoscaled ? [scalableTarget()] : []),
      {
        mode: 'managed',
        type: 'aws_ecs_service',
        name: 'main',
        provider: PROVIDER,
        instances: [
          {
            index_key: 0,
            schema_version: 2,
            attributes: {
              cluster: `${ECS}:cluster/slipway`,
              desired_count: desiredCount,
              id: SERVICE_ARN,
              name: 'slipway-orders',
              task_definition: taskDefinitionArn(3),
            },
            sensitive_attributes: [],
          },
        ],
      },
      {
        mode: 'managed',
        type: 'aws_ecs_task_definition',
        name: 'main',
        provider: PROVIDER,
        instances: [
          {
            schema_version: 1,
            attributes: {
              arn: taskDefinitionArn(3),
              container_definitions: JSON.stringify([
                {
                  name: 'orders',
                  image: image ?? `${REPOSITORY}:none`,
                  environment: [{ name: 'CANARY', value: 'canary-of-state' }],
                },
              ]),
              family: 'slipway-orders',
              revision: 3,
            },
            sensitive_attributes: [],
          },
        ],
      },
    ],
    check_results: null,
  };
}

function scalableTarget() {
  return {
    mode: 'managed',
    type: 'aws_appautoscaling_target',
    name: 'service',
    provider: PROVIDER,
    instances: [
      {
        index_key: 0,
        schema_version: 0,
        attributes: { resource_id: 'service/slipway/slipway-orders' },
      },
    ],
  };
}
