import { type Entity } from '@backstage/catalog-model';
import { STACK_ANNOTATION } from '@slipway/plugin-slipway-common';

/**
 * True for an entity that Slipway deploys: use it in `EntitySwitch.Case`.
 *
 * @public
 */
export function isSlipwayAvailable(entity: Entity): boolean {
  return Boolean(entity.metadata.annotations?.[STACK_ANNOTATION]);
}
