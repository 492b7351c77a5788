import { type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { metricsUnitSchema } from '@slipway/plugin-slipway-common';
import { z } from 'zod';
import { type ChartQueries, namedCharts } from './namedQueries';
import { WINDOW_SECONDS } from './ranges';
import { ServiceQuery } from './ServiceQuery';

const KEY = 'slipway.metrics.queries';
// Each is asked whenever someone looks at the charts of a service.
const MAX_QUERIES = 20;

const querySchema = z.strictObject({
  title: z.string().min(1).max(80),
  unit: metricsUnitSchema,
  promql: z.string().min(1).max(2_000),
});

/**
 * The charts of `slipway.metrics.queries`.
 *
 * @throws InputError that names the key and what is wrong with it.
 */
export function readMetricsQueries(config: Config): ChartQueries[] {
  const ids = config.getOptionalConfig(KEY)?.keys() ?? [];
  if (ids.length > MAX_QUERIES) {
    throw new InputError(`${KEY}: there can be ${MAX_QUERIES} at most`);
  }
  const taken = new Set(namedCharts(WINDOW_SECONDS).map(({ id }) => id));
  return ids.map(id => {
    const key = `${KEY}.${id}`;
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(id)) {
      throw new InputError(
        `${key}: an id has lower-case letters, digits and hyphens, starts with a letter and has at most 31 characters`,
      );
    }
    if (taken.has(id)) {
      throw new InputError(
        `${key}: every service has a chart ${id} already; choose another id`,
      );
    }
    return readQuery(key, id, config.get(key));
  });
}

function readQuery(key: string, id: string, value: unknown): ChartQueries {
  const parsed = querySchema.safeParse(value);
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues
        .map(issue => `${[key, ...issue.path].join('.')}: ${issue.message}`)
        .join('; '),
    );
  }
  const { title, unit, promql } = parsed.data;
  try {
    return {
      id,
      title,
      unit,
      queries: [{ query: ServiceQuery.parse(promql) }],
    };
  } catch (error) {
    throw new InputError(`${key}.promql: ${(error as Error).message}`);
  }
}
