export * from './MetricsHistoryCharts';
export * from './Sparklines';
