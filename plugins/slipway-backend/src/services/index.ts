export * from './ServiceDirectory';
export * from './ServiceKey';
export * from './ServiceStack';
export * from './requireEnvironment';
