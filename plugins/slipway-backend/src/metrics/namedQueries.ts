import { type MetricsUnit } from '@slipway/plugin-slipway-common';
import { ServiceQuery } from './ServiceQuery';

/** A chart, and the query of each of its lines. */
export interface ChartQueries {
  id: string;
  title: string;
  unit: MetricsUnit;
  /** Without a name a line is called by the labels of its series. */
  queries: readonly { name?: string; query: ServiceQuery }[];
}

// A service's own traffic: scrapes and health checks would drown it.
const OWN_TRAFFIC = 'uri!~"/actuator.*"';
const COUNT = 'http_server_requests_seconds_count';
const BUCKET = 'http_server_requests_seconds_bucket';

/** Whether each target of the service is up, and how many samples its last scrape gave: one query for both. */
export const SCRAPES = ServiceQuery.parse(
  '{__name__=~"up|scrape_samples_scraped"}',
);

/**
 * Requests per second.
 *
 * @param window - in seconds, as of all queries here
 */
export function requestRateQuery(window: number): ServiceQuery {
  return ServiceQuery.parse(`sum(rate(${COUNT}{${OWN_TRAFFIC}}[${window}s]))`);
}

/** Failed requests of all, 0 to 1. */
export function errorRatioQuery(window: number): ServiceQuery {
  const all = `sum(rate(${COUNT}{${OWN_TRAFFIC}}[${window}s]))`;
  const errors = `sum(rate(${COUNT}{${OWN_TRAFFIC},status=~"5.."}[${window}s]))`;
  // No failed request is no series at all, and means 0; no request at all means that there is no ratio.
  return ServiceQuery.parse(`(${errors} or vector(0)) / (${all} > 0)`);
}

/** A percentile of the latency over all tasks, in seconds. */
export function latencyQuery(quantile: number, window: number): ServiceQuery {
  return ServiceQuery.parse(
    `histogram_quantile(${quantile}, sum by (le) (rate(${BUCKET}{${OWN_TRAFFIC}}[${window}s])))`,
  );
}

// Of several tasks the one that is worst off is shown: a mean would hide it.
function saturation(window: number): ChartQueries[] {
  const heap = (metric: string) =>
    `sum by (instance) (jvm_memory_${metric}_bytes{area="heap"})`;
  return [
    chart('cpu', 'CPU of the busiest task', {
      unit: 'ratio',
      // The second is what other runtimes than the JVM expose.
      promql: `max(process_cpu_usage or rate(process_cpu_seconds_total[${window}s]))`,
    }),
    chart('heap', 'Heap in use', {
      unit: 'ratio',
      // A memory pool without a limit says -1.
      promql: `max(${heap(
        'used',
      )} / sum by (instance) (jvm_memory_max_bytes{area="heap"} > 0))`,
    }),
    chart('gc', 'Time in garbage collection', {
      unit: 'ratio',
      promql: `max(sum by (instance) (rate(jvm_gc_pause_seconds_sum[${window}s])))`,
    }),
    chart('pool', 'Database connections in use', {
      unit: 'ratio',
      promql: 'max(hikaricp_connections_active / hikaricp_connections_max)',
    }),
    chart('threads', 'Threads', {
      unit: 'count',
      promql: 'max(jvm_threads_live_threads)',
    }),
    chart('restarts', 'Tasks started', {
      unit: 'count',
      // ECS replaces a task instead of starting it again, so a restart is a process that is young.
      promql: `sum(process_uptime_seconds < bool ${window})`,
    }),
  ];
}

/** The charts that every service has. */
export function namedCharts(window: number): ChartQueries[] {
  return [
    {
      id: 'requests',
      title: 'Requests',
      unit: 'requests-per-second',
      queries: [{ name: 'requests', query: requestRateQuery(window) }],
    },
    {
      id: 'errors',
      title: 'Failed requests',
      unit: 'ratio',
      queries: [{ name: 'failed', query: errorRatioQuery(window) }],
    },
    {
      id: 'latency',
      title: 'Latency',
      unit: 'seconds',
      queries: [
        { name: 'p50', query: latencyQuery(0.5, window) },
        { name: 'p95', query: latencyQuery(0.95, window) },
        { name: 'p99', query: latencyQuery(0.99, window) },
      ],
    },
    ...saturation(window),
  ];
}

function chart(
  id: string,
  title: string,
  { unit, promql }: { unit: MetricsUnit; promql: string },
): ChartQueries {
  const query = ServiceQuery.parse(promql);
  return { id, title, unit, queries: [{ name: id, query }] };
}
