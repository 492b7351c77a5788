export * from './FleetContent';
export * from './FleetPage';
