export * from './MetricsReader';
export * from './PrometheusClient';
export * from './diagnose';
export * from './metricsFacet';
export * from './metricsModel';
export * from './promql';
export * from './scrapeFailure';
