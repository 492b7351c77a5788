/**
 * The stack that a Component is deployed by, for example `orders`.
 *
 * @public
 */
export const STACK_ANNOTATION = 'slipway.dev/stack';

/**
 * Narrows the environments of a service: names separated by commas. All configured environments without it.
 *
 * @public
 */
export const ENVIRONMENTS_ANNOTATION = 'slipway.dev/environments';

/**
 * The ARN of an ECS service that Slipway did not provision. `slipway.dev/stack` goes before it.
 *
 * @public
 */
export const ECS_SERVICE_ARN_ANNOTATION =
  'aws.amazon.com/amazon-ecs-service-arn';

/**
 * The tag of such an ECS service that names its entity, for example `component:default/orders`.
 *
 * @public
 */
export const ENTITY_REF_TAG = 'slipway:entity-ref';
