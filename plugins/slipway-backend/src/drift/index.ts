export * from './DriftCheckQueue';
export * from './DriftCheckStore';
export * from './PlanDriftChecker';
export * from './driftFacet';
export * from './liveDrift';
export * from './readDriftSettings';
export * from './scheduleDriftChecks';
