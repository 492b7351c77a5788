export * from './StateVersionsDetails';
