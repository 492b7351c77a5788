export * from './AlertsTable';
export * from './DiagnosisList';
export * from './MetricsHistoryCharts';
export * from './Sparklines';
