import { pushLocalImage } from '../portal/pushLocalImage.mjs';
import { portalClient } from '../portal/portalClient.mjs';
import { step } from '../lib/report.mjs';
import { percentile } from './percentile.mjs';

const TASKS = 10;
const VIEWERS = [1, 50];
const WARM_ROUNDS = 20;
const OVERVIEW = '/api/slipway/entities/default/component/bench/overview';

async function callsOf(awsUrl, work) {
  const calls = `${awsUrl}/_local/calls`;
  await fetch(calls, { method: 'DELETE' });
  await work();
  const counts = await (await fetch(calls)).json();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export async function timesOf(viewers, view) {
  return Promise.all(
    Array.from({ length: viewers }, async () => {
      const started = performance.now();
      await view();
      return performance.now() - started;
    }),
  );
}

async function untilRunning(client) {
  for (;;) {
    const { environments } = await client.get(OVERVIEW);
    const [service] = environments[0].facets.deployments.data?.services ?? [];
    if (
      service?.counts.running === TASKS &&
      service.rollout?.state === 'completed'
    ) {
      return;
    }
    await new Promise(resolve => {
      setTimeout(resolve, 2000);
    });
  }
}

/** After a restart the catalog reads its files again before it knows the entity. */
export async function untilKnown(client) {
  while (
    !(await client.exists(
      '/api/catalog/entities/by-name/component/default/bench',
    ))
  ) {
    await new Promise(resolve => {
      setTimeout(resolve, 500);
    });
  }
}

function row(view, viewers, { times, calls, views }) {
  return {
    view,
    viewers,
    'p50 ms': Math.round(percentile(times, 0.5)),
    'p99 ms': Math.round(percentile(times, 0.99)),
    'AWS calls': calls,
    views,
  };
}

/**
 * The overview of a service with ten tasks: the first view of a portal that was just started, and views after it,
 * by one viewer and by fifty at once.
 */
export async function measureOverview({ stack }) {
  step(`Releasing a service with ${TASKS} tasks…`);
  const client = await portalClient(stack.portalUrl);
  const image = await pushLocalImage({
    stack: 'bench',
    endpoint: stack.awsUrl,
  });
  await client.runTemplate('template:default/slipway-release-image', {
    stack: 'bench',
    environment: 'local',
    image,
  });
  await untilRunning(client);

  const rows = [];
  for (const viewers of VIEWERS) {
    step(`Measuring with ${viewers} viewers…`);
    await stack.restartPortal();
    const fresh = await portalClient(stack.portalUrl);
    await untilKnown(fresh);
    let times = [];
    const view = () => fresh.get(OVERVIEW);
    const cold = await callsOf(stack.awsUrl, async () => {
      times = await timesOf(viewers, view);
    });
    rows.push(row('cold', viewers, { times, calls: cold, views: viewers }));
    times = [];
    const warm = await callsOf(stack.awsUrl, async () => {
      for (let round = 0; round < WARM_ROUNDS; round += 1) {
        times.push(...(await timesOf(viewers, view)));
      }
    });
    rows.push(
      row('warm', viewers, {
        times,
        calls: warm,
        views: viewers * WARM_ROUNDS,
      }),
    );
  }
  return rows;
}
