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
