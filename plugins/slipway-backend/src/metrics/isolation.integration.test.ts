import { createServer, type Server } from 'node:http';
import {
  eventually,
  listen,
  RealPrometheus,
} from '../__testUtils__/RealPrometheus';
import { HOSTILE_NAMES } from '../__testUtils__/hostileNames';
import { ProblemError } from '../problems';
import { errorRatioQuery, latencyQuery, SCRAPES } from './namedQueries';
import { type Sample } from './PrometheusClient';
import { ServiceQuery } from './ServiceQuery';

jest.setTimeout(120_000);

// What billing exposes is told apart from what orders exposes in every way that a query could show it: by labels, by
// numbers far above and below, and by there being many.
const ORDERS = 'canary{owner="orders"} 1\n';
const BILLING = Array.from(
  { length: 2_000 },
  (_, index) =>
    `canary{owner="billing",n="${index}"} ${index % 2 ? 1e6 : -1e6}`,
).join('\n');
const LEAK = 1_000;

const SELECTORS = [
  'canary',
  'up',
  'canary{}',
  'canary{owner=~"bill.*"}',
  'canary{owner=~".*",}',
  '{__name__=~".+"}',
  '{__name__!=""}',
  '{job="ecs"}',
  '{"canary"}',
  'canary{ecs_service="billing"}',
  'canary{ecs_service=~".+"}',
  'canary{ecs_service!="orders"}',
  'canary{"ecs_service"="billing"}',
  'canary{`ecs_service`="billing"}',
  'canary{"ecs\\u005fservice"="billing"}',
  'canary{owner!="}"}',
  'canary{owner!=`"} or canary{x=`}',
  'canary{owner!=\'"} or canary{x="\'}',
  'canary{owner!="\\"} or canary{x=\\""}',
  'canary # }\n',
  'canary # {\r or canary',
  'canary /* */',
  'canary offset 1ms',
  'canary offset -1s',
  'canary @ end()',
  'canary @ 4102444800',
  'last_over_time(canary[1m])',
  'present_over_time({"canary"}[1m] @ end())',
  '{"canary", owner=~".+"}',
  '{"canary", "owner"=~".+"}',
  'canary{owner!="é漢字\u2028"}',
  'canary\u00a0or canary',
  'cänary',
  'canary} or canary{',
  'canary) or (canary',
  'canary{owner="orders"} or canary{owner=~"bill.*"}',
  'info(canary)',
  '"canary"',
  '',
];

const WRAPPERS: ((selector: string) => string)[] = [
  x => x,
  x => `sum(${x})`,
  x => `min without (owner) (${x})`,
  x => `count(${x})`,
  x => `topk(3, ${x})`,
  x => `${x} or canary`,
  x => `canary unless ${x}`,
  x => `-(${x})`,
  x => `absent(${x})`,
  x => `label_replace(${x}, "ecs_service", "forged", "", "")`,
  x => `label_join(${x}, "ecs_service", "-", "owner", "job")`,
  x => `max_over_time((${x})[1m:1s])`,
  x => `min_over_time(${x}[1m])`,
  x => `(${x}) * on () group_left () max(canary)`,
  x => `max(canary) * on () group_right () (${x})`,
  x => `absent_over_time(${x}[1m])`,
  x => `max(last_over_time((${x})[1m:1s] offset 1s))`,
  x => `scalar(max(${x})) + canary`,
  x => `count_values("ecs_service", ${x})`,
  x => `quantile(0.9, ${x})`,
  x => `abs(${x}) > bool 0`,
];

const QUERIES = SELECTORS.flatMap(selector =>
  WRAPPERS.map(wrap => wrap(selector)),
);

function leaks({ labels, value }: Sample): boolean {
  return (
    Math.abs(value) >= LEAK ||
    Object.entries(labels).some(
      ([name, text]) => name === 'n' || text.includes('billing'),
    )
  );
}

describe('two services in one Prometheus', () => {
  const servers: Server[] = [];
  let prometheus: RealPrometheus;

  const serve = async (body: string) => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
      response.end(body);
    });
    servers.push(server);
    return listen(server);
  };

  /** What a query of a service answers, or with what status Prometheus refuses it. */
  const ask = async (
    promql: string,
  ): Promise<{ samples: Sample[]; status?: string }> => {
    try {
      return { samples: await prometheus.client.query(promql) };
    } catch (error) {
      const { message = '' } =
        error instanceof ProblemError ? error.problem : {};
      const status = /status (\d+)$/.exec(message)?.[1];
      if (!status) {
        throw error;
      }
      return { samples: [], status };
    }
  };

  beforeAll(async () => {
    const target = async (body: string, ecs_service: string) => ({
      targets: [`127.0.0.1:${await serve(body)}`],
      labels: { ecs_service },
    });
    prometheus = await RealPrometheus.start({
      scrape_configs: [
        {
          job_name: 'ecs',
          static_configs: [
            await target(ORDERS, 'orders'),
            await target(`${BILLING}\n`, 'billing'),
          ],
        },
      ],
    });
    await eventually(
      async () => (await prometheus.client.query('canary')).length === 2_001,
    );
  });

  afterAll(async () => {
    await prometheus?.stop();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('would notice a leak', async () => {
    for (const promql of ['canary', 'sum(abs(canary))', 'count(canary)']) {
      const { samples } = await ask(promql);
      expect(samples.some(leaks)).toBe(true);
    }
  });

  it(`answers ${QUERIES.length} hostile queries of one with nothing of the other`, async () => {
    const outcomes = { refused: 0, answered: 0 };
    const rejected: string[] = [];
    const leaked: string[] = [];
    await Promise.all(
      QUERIES.map(async promql => {
        let bound: string;
        try {
          bound = ServiceQuery.parse(promql).for('orders');
        } catch {
          outcomes.refused += 1;
          return;
        }
        const { samples, status } = await ask(bound);
        // 422 is what cannot be computed of these series, 400 what is no PromQL.
        if (status === '400') {
          rejected.push(bound);
        } else {
          outcomes.answered += 1;
        }
        if (samples.some(leaks)) {
          leaked.push(bound);
        }
      }),
    );
    expect(leaked).toEqual([]);
    expect(QUERIES.length).toBeGreaterThan(300);
    // What is bound is PromQL without type errors. An older Prometheus does not know the quoted names of Prometheus 3, and none
    // takes every space for one.
    expect(rejected.filter(promql => !/[{,]["`]|\u00a0/.test(promql))).toEqual(
      [],
    );
    // Neither of the two would prove anything alone.
    expect(outcomes.answered).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  });

  it(`finds no series for ${HOSTILE_NAMES.length} hostile names of services`, async () => {
    const queries = [
      SCRAPES,
      errorRatioQuery(300),
      latencyQuery(0.95, 300),
      ServiceQuery.parse('canary or {__name__=~".+"}'),
    ];
    const found: string[] = [];
    await Promise.all(
      HOSTILE_NAMES.flatMap(name =>
        queries.map(async query => {
          const samples = await prometheus.client.query(query.for(name));
          if (samples.length > 0) {
            found.push(name);
          }
        }),
      ),
    );
    expect(found).toEqual([]);
  });
});
