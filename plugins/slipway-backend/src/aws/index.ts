export * from './EnvironmentClients';
