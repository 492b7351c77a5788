export * from './facetResult';
export * from './useFacet';
export * from './useFacets';
export * from './PlacementBoundary';
