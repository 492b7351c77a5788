import { ConfigReader } from '@backstage/config';
import { readMetricsQueries } from './readMetricsQueries';

const orders = {
  title: 'Orders',
  unit: 'count',
  promql: 'sum by (shop) (rate(orders_total[5m]))',
};

function read(queries: object) {
  return readMetricsQueries(
    new ConfigReader({ slipway: { metrics: { queries } } } as never),
  );
}

describe('readMetricsQueries', () => {
  it('reads queries and binds them', () => {
    const [chart] = read({ orders });
    expect(chart).toMatchObject({
      id: 'orders',
      title: 'Orders',
      unit: 'count',
    });
    expect(chart?.queries[0]?.query.for('a"b')).toBe(
      'sum by (shop) (rate(orders_total{ecs_service="a\\"b"}[5m]))',
    );
  });

  it('is empty without configuration', () => {
    expect(readMetricsQueries(new ConfigReader({}))).toEqual([]);
  });

  it.each([
    [
      'what is not PromQL',
      { orders: { ...orders, promql: 'sum(up' } },
      'slipway.metrics.queries.orders.promql: is not PromQL at character 7',
    ],
    [
      'what cannot be bound',
      { orders: { ...orders, promql: 'info(up)' } },
      'slipway.metrics.queries.orders.promql: uses info',
    ],
    [
      'a range vector',
      { orders: { ...orders, promql: 'orders_total[5m]' } },
      'slipway.metrics.queries.orders.promql: is a range vector, which cannot be drawn over time',
    ],
    [
      'a number where a series is needed',
      { orders: { ...orders, promql: 'sum(rate(orders_total))' } },
      'slipway.metrics.queries.orders.promql: has a type error at character 10: expected type matrix in call to function "rate", got vector',
    ],
    [
      'another service',
      { orders: { ...orders, promql: 'up{ecs_service="billing"}' } },
      'slipway.metrics.queries.orders.promql: matches the label ecs_service; Slipway adds ecs_service to every selector itself',
    ],
    [
      'a unit that is none',
      { orders: { ...orders, unit: 'apples' } },
      'slipway.metrics.queries.orders.unit: Invalid option',
    ],
    [
      'a misspelt key',
      { orders: { ...orders, query: 'up' } },
      'slipway.metrics.queries.orders: Unrecognized key: "query"',
    ],
    [
      'an id with capitals',
      { Orders: orders },
      'slipway.metrics.queries.Orders: an id has lower-case letters',
    ],
    [
      'the id of a chart that every service has',
      { latency: orders },
      'slipway.metrics.queries.latency: every service has a chart latency already',
    ],
    [
      'too many',
      Object.fromEntries(
        Array.from({ length: 21 }, (_, n) => [`q${n}`, orders]),
      ),
      'slipway.metrics.queries: there can be 20 at most',
    ],
  ])('refuses %s', (_, queries, message) => {
    expect(() => read(queries)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(message),
      }),
    );
  });
});
