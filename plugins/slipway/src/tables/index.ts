export * from './DataTable';
export * from './Facts';
export * from './PagedTable';
