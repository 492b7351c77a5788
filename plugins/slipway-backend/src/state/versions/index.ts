export * from './StateVersionList';
export * from './StateVersionReader';
