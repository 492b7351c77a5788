export * from './MetricsReader';
export * from './PrometheusClient';
export * from './metricsFacet';
export * from './metricsModel';
export * from './promql';
