export * from './ServiceDirectory';
export * from './ServiceStack';
export * from './requireEnvironment';
