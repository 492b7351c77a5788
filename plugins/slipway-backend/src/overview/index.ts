export * from './ServiceFacets';
export * from './composeOverview';
