export * from './useLatest';
export * from './useRefresh';
