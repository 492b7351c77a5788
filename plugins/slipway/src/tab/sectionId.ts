import { type FacetName } from '@slipway/plugin-slipway-common';

/** The id of an element that shows a facet, or of one of the two headings of an environment. */
export function sectionId(
  environment: string,
  part: FacetName | 'card' | 'tab',
): string {
  return `slipway-${environment}-${part}`;
}
