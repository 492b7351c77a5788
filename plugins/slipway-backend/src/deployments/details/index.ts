export * from './DetailsReader';
export * from './TasksReader';
