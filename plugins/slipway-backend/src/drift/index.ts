export * from './DriftCheckQueue';
export * from './DriftCheckStore';
export * from './driftFacet';
export * from './liveDrift';
