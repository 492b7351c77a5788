export * from './EnvironmentsReader';
