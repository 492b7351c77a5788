import { type Problem, type Verdict } from '@slipway/plugin-slipway-common';
import { assessState } from '@slipway/plugin-slipway-node';
import { IMAGE, ordersState } from '../__testUtils__/ordersState';
import { boundFacts } from '../services';
import { stackFacts } from '../stacks';
import { metricsFacet, type MetricsFacetParts } from './metricsFacet';
import { type MeasuredNumbers } from './metricsModel';
import { type AlertingRule } from './PrometheusClient';

const key = {
  entityRef: 'component:default/orders',
  environment: 'local',
  stack: 'orders',
};
const at = new Date();
const assessment = assessState(
  Buffer.from(JSON.stringify(ordersState({ image: IMAGE }))),
);
const facts = assessment.file && stackFacts(assessment.file);
const bound = boundFacts(key, { value: { assessment, facts }, at });

const healthy: MeasuredNumbers = {
  targets: { up: 2, total: 2, empty: 0 },
  windowSeconds: 300,
};
const denied: Problem = {
  code: 'access-denied',
  message: 'refused',
  remedy: 'allow it',
};
const firing: AlertingRule = {
  name: 'Slow',
  labels: {},
  alerts: [
    {
      labels: { ecs_service: 'slipway-orders' },
      annotations: {},
      state: 'firing',
      activeAt: at.toISOString(),
    },
  ],
};

function facet(
  runningCount: number,
  numbers: Partial<MeasuredNumbers> = {},
  more: Partial<NonNullable<MetricsFacetParts['measured']>> = {},
) {
  return metricsFacet(key, {
    bound,
    observed: (facts?.services ?? []).map(declared => ({
      declared,
      answer: {
        value: { service: { runningCount }, running: [], problems: [] },
        at,
      },
    })),
    measured: {
      ecsService: 'slipway-orders',
      numbers: { value: { ...healthy, ...numbers }, at },
      rules: { value: [], at },
      ...more,
    },
  });
}

describe('metricsFacet', () => {
  it.each<[string, number, Partial<MeasuredNumbers>, Verdict]>([
    ['all targets up', 2, {}, 'healthy'],
    ['few errors', 2, { errorRatio: 0.01 }, 'healthy'],
    ['many errors', 2, { errorRatio: 0.05 }, 'attention'],
    [
      'a target down',
      2,
      { targets: { up: 1, total: 2, empty: 0 } },
      'attention',
    ],
    [
      'targets that tell nothing',
      2,
      { targets: { up: 2, total: 2, empty: 1 } },
      'attention',
    ],
    [
      'tasks but no target',
      2,
      { targets: { up: 0, total: 0, empty: 0 } },
      'attention',
    ],
    [
      'neither tasks nor targets',
      0,
      { targets: { up: 0, total: 0, empty: 0 } },
      'unknown',
    ],
  ])('%s', (_name, running, numbers, verdict) => {
    expect(facet(running, numbers).verdict).toBe(verdict);
  });

  it('needs attention while an alert fires, and says which', () => {
    expect(facet(2, {}, { rules: { value: [firing], at } })).toMatchObject({
      verdict: 'attention',
      data: { alerts: [{ name: 'Slow', state: 'firing' }] },
    });
  });

  it('keeps its numbers where alerts or targets cannot be read, and says why', () => {
    expect(facet(2, {}, { rules: { problem: denied } })).toMatchObject({
      verdict: 'healthy',
      data: { targets: { up: 2 }, sourceProblem: denied },
    });
    const blind = facet(
      2,
      { targets: { up: 0, total: 2, empty: 0 } },
      { targets: { problem: denied }, tasks: { value: [], at } },
    );
    expect(blind).toMatchObject({
      verdict: 'attention',
      data: { sourceProblem: denied, diagnoses: [] },
    });
  });

  it('says that nothing is scraped', () => {
    expect(
      facet(2, { targets: { up: 0, total: 0, empty: 0 } }).problem,
    ).toMatchObject({
      code: 'not-found',
    });
  });
});
