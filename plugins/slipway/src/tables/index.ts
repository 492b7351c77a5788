export * from './DataTable';
export * from './Facts';
