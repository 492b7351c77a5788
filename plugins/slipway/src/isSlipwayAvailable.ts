import { type Entity } from '@backstage/catalog-model';
import {
  ECS_SERVICE_ARN_ANNOTATION,
  STACK_ANNOTATION,
} from '@slipway/plugin-slipway-common';

/**
 * True for an entity that Slipway deploys, or whose ECS service it is to show: use it in `EntitySwitch.Case`.
 *
 * @public
 */
export function isSlipwayAvailable(entity: Entity): boolean {
  const { annotations } = entity.metadata;
  return Boolean(
    annotations?.[STACK_ANNOTATION] ??
      annotations?.[ECS_SERVICE_ARN_ANNOTATION],
  );
}
