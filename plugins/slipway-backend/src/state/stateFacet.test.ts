import { assessState } from '@slipway/plugin-slipway-node';
import { IMAGE, ordersState } from '../__testUtils__/ordersState';
import { stackFacts, type StackSnapshot } from '../stacks';
import { stateFacet } from './stateFacet';

const at = new Date('2026-11-23T12:00:00Z');
const key = {
  entityRef: 'component:default/orders',
  environment: 'local',
  stack: 'orders',
};
const object = { etag: '"e"', size: 1, lastModified: at };

function earlier(entityRef?: string) {
  const assessment = assessState(
    Buffer.from(JSON.stringify(ordersState({ image: IMAGE, entityRef }))),
  );
  const facts = assessment.file && stackFacts(assessment.file);
  if (!facts) {
    throw new Error('The fixture is not sound');
  }
  return { versionId: 'v7', assessment, facts, size: 2_000, lastModified: at };
}

const facetOf = (snapshot: Partial<StackSnapshot>) =>
  stateFacet(
    key,
    { at, value: { assessment: assessState('deleted'), ...snapshot } },
    at,
  );

describe('stateFacet', () => {
  const { assessment, facts } = earlier();
  const sound = { assessment, facts, object };

  it('calls a sound state healthy', () => {
    expect(facetOf({ ...sound, history: {} })).toEqual({
      verdict: 'healthy',
      asOf: at.toISOString(),
      data: expect.objectContaining({ soundness: 'sound' }),
    });
  });

  it('is not green before the state was compared with its earlier versions, and says why', () => {
    expect(facetOf(sound)).toMatchObject({
      verdict: 'unknown',
      data: { soundness: 'sound' },
      problem: { code: 'check-pending' },
    });
    const historyProblem = {
      code: 'access-denied',
      message: 'Denied',
      remedy: 'Allow it',
    } as const;
    expect(facetOf({ ...sound, historyProblem })).toMatchObject({
      verdict: 'unknown',
      problem: historyProblem,
    });
  });

  it('is not green where the earlier version makes the state doubtful', () => {
    const doubt = { message: 'The serial went down', remedy: 'Check it' };
    expect(
      facetOf({ ...sound, history: { doubt, lastGood: earlier() } }),
    ).toMatchObject({
      verdict: 'attention',
      data: { soundness: 'sound', finding: doubt, lastGood: { serial: 7 } },
    });
  });

  it.each([
    ['corrupt', { since: at.toISOString(), corrupt: true }],
    ['stale', { since: '2026-11-22T12:00:00.000Z', corrupt: false }],
  ])('is not green with a lock that is %s', (_name, lock) => {
    const result = facetOf({ ...sound, lock });
    expect(result.verdict).toBe('attention');
    expect(result).toMatchObject({
      data: { lock: { remedy: expect.stringMatching(/lock/) } },
    });
  });

  it('tells the last good version of a deleted state to whom it belongs', () => {
    expect(facetOf({ history: { lastGood: earlier() } })).toMatchObject({
      verdict: 'failing',
      data: { soundness: 'deleted', lastGood: { id: 'v7', serial: 7 } },
    });
    const others = facetOf({
      history: { lastGood: earlier('component:default/billing') },
    });
    expect(others).toMatchObject({ problem: { code: 'not-bound' } });
    expect(others).not.toHaveProperty('data');
  });

  it('tells of a damaged state without history that it is damaged, and nothing else', () => {
    const { finding } = assessState('deleted');
    expect(facetOf({})).toHaveProperty('data', {
      soundness: 'deleted',
      finding,
    });
  });
});
