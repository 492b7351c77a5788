export * from './summarizeDeployments';
export * from './summarizeDrift';
export * from './summarizeMetrics';
export * from './summarizeScans';
export * from './summarizeState';
export * from './units';
