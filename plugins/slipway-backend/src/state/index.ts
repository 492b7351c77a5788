export * from './stateFacet';
