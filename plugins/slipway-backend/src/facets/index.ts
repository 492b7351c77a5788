export * from './facetResult';
