// Long enough for a scrape interval of a minute to give a rate.
/** The window of all rates, in seconds. */
export const WINDOW_SECONDS = 300;

// A service's own traffic: scrapes and health checks would drown it.
const OWN_TRAFFIC = 'uri!~"/actuator.*"';
const COUNT = 'http_server_requests_seconds_count';
const BUCKET = 'http_server_requests_seconds_bucket';

/** Our queries, by name. Nothing from a request becomes a part of one. */
export type QueryName = 'up' | 'requestRate' | 'errorRatio' | 'latencyP95';

/**
 * The PromQL of each query for one ECS service. The label `ecs_service` is set by the discovery of the targets, so that an
 * application cannot give itself the name of another.
 *
 * @param ecsService - name of the ECS service
 */
export function queriesFor(ecsService: string): Record<QueryName, string> {
  const service = `ecs_service=${quoted(ecsService)}`;
  const requests = `${service},${OWN_TRAFFIC}`;
  const window = `[${WINDOW_SECONDS}s]`;
  const all = `sum(rate(${COUNT}{${requests}}${window}))`;
  const errors = `sum(rate(${COUNT}{${requests},status=~"5.."}${window}))`;
  return {
    up: `up{${service}}`,
    requestRate: all,
    // No failed request is no series at all, and means 0; no request at all means that there is no ratio.
    errorRatio: `(${errors} or vector(0)) / (${all} > 0)`,
    latencyP95: `histogram_quantile(0.95, sum by (le) (rate(${BUCKET}{${requests}}${window})))`,
  };
}

/** A PromQL string literal. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n');
  return `"${escaped}"`;
}
