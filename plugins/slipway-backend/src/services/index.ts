export * from './ServiceDirectory';
export * from './ServiceStack';
