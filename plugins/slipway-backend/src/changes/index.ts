export * from './attributeChanges';
export * from './disclosure';
