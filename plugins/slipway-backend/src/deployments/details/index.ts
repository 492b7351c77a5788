export * from './DetailsReader';
