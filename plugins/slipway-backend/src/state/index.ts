export * from './stateFacet';
export * from './versions';
