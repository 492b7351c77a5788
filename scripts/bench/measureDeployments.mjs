import { portalClient } from '../portal/portalClient.mjs';
import { step } from '../lib/report.mjs';
import { percentile } from './percentile.mjs';
import { makeScaleServices, scaleNames } from './scaleServices.mjs';

const SIZES = [1, 25, 250];
const LARGEST = 250;
const VIEWERS = 50;
const SECONDS = 60;
// Ten times as often as an open card asks while a rollout progresses.
const VIEW_EVERY_MS = 1_000;
// How a look at all services is repeated.
const ROUNDS = ['first look', 'renewal', 'inside the TTL'];
// Longer than the answer about a service at rest is kept.
const AFTER_TTL_MS = 31_000;

const entityPath = name =>
  `/api/catalog/entities/by-name/component/default/${name}`;
const facetPath = name =>
  `/api/slipway/entities/default/component/${name}/environments/local/facets/deployments`;

const sleep = milliseconds =>
  new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });

async function local(awsUrl, method, path, body) {
  const response = await fetch(`${awsUrl}/_local/${path}`, {
    method,
    body: body && JSON.stringify(body),
  });
  return response.json();
}

async function view(client, name) {
  const started = performance.now();
  const facet = await client.get(facetPath(name)).catch(() => undefined);
  return {
    ms: performance.now() - started,
    failed: facet?.data === undefined,
    stale: facet?.data !== undefined && facet.problem !== undefined,
    ageMs: facet?.asOf ? Date.now() - Date.parse(facet.asOf) : undefined,
  };
}

/** Views every service once, as many at a time as there are viewers. */
async function sweep(client, names) {
  const waiting = [...names];
  const views = [];
  await Promise.all(
    Array.from({ length: VIEWERS }, async () => {
      for (let name = waiting.pop(); name; name = waiting.pop()) {
        views.push(await view(client, name));
      }
    }),
  );
  return views;
}

/** Viewers who each look at any of the services again and again. */
async function watch(client, names) {
  const until = performance.now() + SECONDS * 1000;
  const views = [];
  await Promise.all(
    Array.from({ length: VIEWERS }, async () => {
      await sleep(Math.random() * VIEW_EVERY_MS);
      while (performance.now() < until) {
        const name = names[Math.floor(Math.random() * names.length)];
        const seen = await view(client, name);
        views.push(seen);
        await sleep(Math.max(0, VIEW_EVERY_MS - seen.ms));
      }
    }),
  );
  return views;
}

/** Runs something with the emulator's limits on or off; answers its views, the calls and how long it took. */
async function measured(awsUrl, { enforced }, work) {
  await local(awsUrl, 'PUT', 'buckets', { enforced });
  await local(awsUrl, 'DELETE', 'calls');
  const started = performance.now();
  const views = await work();
  const seconds = (performance.now() - started) / 1000;
  const calls = await local(awsUrl, 'GET', 'calls');
  const { throttled } = await local(awsUrl, 'GET', 'buckets');
  return { views, calls, seconds, throttled };
}

function viewFigures({ views, seconds, throttled }) {
  const times = views.map(({ ms }) => ms);
  const ages = views.flatMap(({ ageMs }) => ageMs ?? []);
  const share = key =>
    `${((100 * views.filter(seen => seen[key]).length) / views.length).toFixed(
      1,
    )} %`;
  return {
    views: views.length,
    s: Math.round(seconds),
    'p50 ms': Math.round(percentile(times, 0.5)),
    'p99 ms': Math.round(percentile(times, 0.99)),
    'p99 age s': Math.round(percentile(ages, 0.99) / 1000),
    stale: share('stale'),
    failed: share('failed'),
    throttled: Object.values(throttled).reduce((sum, count) => sum + count, 0),
  };
}

function callFigures(row, { calls, seconds }) {
  const rates = Object.entries(calls).map(([action, count]) => [
    action,
    (count / seconds).toFixed(1),
  ]);
  return { ...row, ...Object.fromEntries(rates) };
}

// Ten services fit into a call of DescribeServices: a look at all of them is said in multiples of what comes on top.
function describeCalls({ calls }) {
  const ecs = Object.entries(calls).filter(([action]) =>
    action.startsWith('ecs:'),
  );
  const sum = ecs.reduce((total, [, count]) => total + count, 0);
  return {
    ...Object.fromEntries(ecs),
    k: (Math.max(0, sum - LARGEST / 10) / LARGEST).toFixed(2),
  };
}

async function untilKnown(client, names) {
  for (const name of names) {
    while (!(await client.exists(entityPath(name)))) {
      await sleep(500);
    }
  }
}

/**
 * Views of the deployments facet over few and many services, with the emulator's limits off and on. A look at all services
 * costs a tenth of their number, plus their number times `k`, in calls to ECS.
 */
export async function measureDeployments({ stack, repositories }) {
  const { awsUrl, portalUrl } = stack;
  step(`Making ${LARGEST} services of one task each…`);
  await makeScaleServices({ awsUrl, repositories, count: LARGEST });
  const client = await portalClient(portalUrl);
  step('Waiting until the catalog knows them…');
  await untilKnown(client, scaleNames(LARGEST));

  const views = [];
  const calls = [];
  const refreshes = [];
  for (const enforced of [true, false]) {
    const limits = enforced ? 'enforced' : 'off';
    for (const round of enforced ? ROUNDS : ROUNDS.slice(1)) {
      step(`Viewing each of ${LARGEST} services once (${round})…`);
      const seen = await measured(awsUrl, { enforced }, () =>
        sweep(client, scaleNames(LARGEST)),
      );
      const row = { limits, services: LARGEST, work: `each once, ${round}` };
      views.push({ ...row, ...viewFigures(seen) });
      refreshes.push({ ...row, ...describeCalls(seen) });
      // The last round comes while the answers of the one before are kept.
      await sleep(round === ROUNDS[1] ? 0 : AFTER_TTL_MS);
    }
    for (const services of SIZES) {
      step(`${VIEWERS} viewers of ${services} services, limits ${limits}…`);
      const seen = await measured(awsUrl, { enforced }, () =>
        watch(client, scaleNames(services)),
      );
      const row = { limits, services, work: `${VIEWERS} viewers` };
      views.push({ ...row, ...viewFigures(seen) });
      calls.push(callFigures(row, seen));
      await sleep(AFTER_TTL_MS);
    }
  }
  await local(awsUrl, 'PUT', 'buckets', { enforced: false });
  return { views, calls, refreshes };
}
