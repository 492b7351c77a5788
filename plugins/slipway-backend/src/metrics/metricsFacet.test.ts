import { type Metrics, type Verdict } from '@slipway/plugin-slipway-common';
import { assessState } from '@slipway/plugin-slipway-node';
import { IMAGE, ordersState } from '../__testUtils__/ordersState';
import { boundFacts } from '../services';
import { stackFacts } from '../stacks';
import { metricsFacet } from './metricsFacet';

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

function facet(runningCount: number, metrics: Partial<Metrics>) {
  return metricsFacet(key, {
    bound,
    observed: (facts?.services ?? []).map(declared => ({
      declared,
      answer: { value: { service: { runningCount }, running: [] }, at },
    })),
    answer: {
      value: {
        targets: { up: 2, total: 2, errors: [] },
        windowSeconds: 300,
        ...metrics,
      },
      at,
    },
  });
}

describe('metricsFacet', () => {
  it.each<[string, number, Partial<Metrics>, Verdict]>([
    ['all targets up', 2, {}, 'healthy'],
    ['few errors', 2, { errorRatio: 0.01 }, 'healthy'],
    ['many errors', 2, { errorRatio: 0.05 }, 'attention'],
    [
      'a target down',
      2,
      { targets: { up: 1, total: 2, errors: [] } },
      'attention',
    ],
    [
      'tasks but no target',
      2,
      { targets: { up: 0, total: 0, errors: [] } },
      'attention',
    ],
    [
      'neither tasks nor targets',
      0,
      { targets: { up: 0, total: 0, errors: [] } },
      'unknown',
    ],
  ])('%s', (_name, running, metrics, verdict) => {
    expect(facet(running, metrics).verdict).toBe(verdict);
  });

  it('says what to look for when nothing is scraped', () => {
    expect(
      facet(2, { targets: { up: 0, total: 0, errors: [] } }).problem,
    ).toMatchObject({
      code: 'not-found',
      remedy: expect.stringContaining('ecs_service'),
    });
  });
});
