import { portalClient } from '../portal/portalClient.mjs';
import { step } from '../lib/report.mjs';
import { timesOf, untilKnown } from './measureOverview.mjs';
import { percentile } from './percentile.mjs';

const VIEWERS = [1, 50];
const WARM_ROUNDS = 20;
const PLACE =
  '/api/slipway/entities/default/component/bench/environments/local';
const VIEWS = {
  card: `${PLACE}/facets/metrics`,
  'tab, 1 h': `${PLACE}/metrics?range=1h`,
};

/** Requests to its API that Prometheus counts itself, its own scrapes left out. */
async function requestsTo(prometheusUrl) {
  const text = await (await fetch(`${prometheusUrl}/metrics`)).text();
  return text
    .split('\n')
    .filter(line =>
      /^prometheus_http_requests_total\{.*handler="\/api\/v1\//.test(line),
    )
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function measure(prometheusUrl, work) {
  const before = await requestsTo(prometheusUrl);
  const times = (await work()).sort((a, b) => a - b);
  return {
    'p50 ms': Math.round(percentile(times, 0.5)),
    'p99 ms': Math.round(percentile(times, 0.99)),
    'Prometheus requests': (await requestsTo(prometheusUrl)) - before,
    views: times.length,
  };
}

/**
 * What the metrics of the card and of the tab ask of Prometheus: the first view of a portal that was just started, and
 * views after it. Needs the service of measureOverview.
 */
export async function measureMetrics({ stack, prometheusUrl }) {
  const rows = [];
  for (const [name, path] of Object.entries(VIEWS)) {
    for (const viewers of VIEWERS) {
      step(`Measuring the metrics of the ${name} with ${viewers} viewers…`);
      await stack.restartPortal();
      const client = await portalClient(stack.portalUrl);
      await untilKnown(client);
      const view = () => timesOf(viewers, () => client.get(path));
      const cold = await measure(prometheusUrl, view);
      const warm = await measure(prometheusUrl, async () => {
        const times = [];
        for (let round = 0; round < WARM_ROUNDS; round += 1) {
          times.push(...(await view()));
        }
        return times;
      });
      rows.push(
        { view: `${name}, cold`, viewers, ...cold },
        { view: `${name}, warm`, viewers, ...warm },
      );
    }
  }
  return rows;
}
