/** Where the state of the service `orders` lies in the environment `dev`. */
export const ORDERS_STATE = {
  Bucket: 'slipway-state-123456789012-eu-central-1',
  Key: 'services/orders/terraform.tfstate',
};

/** A state of the service `orders` that names no more than its ECS service. */
export const ordersState = JSON.stringify({
  version: 4,
  terraform_version: '1.11.0',
  serial: 1,
  lineage: '1f7b7a0c-1d0f-4c53-9a3f-3a8f1a1b6c2d',
  outputs: {},
  resources: [
    {
      mode: 'managed',
      type: 'aws_ecs_service',
      name: 'main',
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [
        {
          schema_version: 0,
          attributes: {
            name: 'slipway-orders',
            cluster: 'arn:aws:ecs:eu-central-1:123456789012:cluster/slipway',
          },
        },
      ],
    },
  ],
});
