import { type PastRollout } from '@slipway/plugin-slipway-common';
import { ago, healthy, NOW, serviceDetails } from '../__testUtils__/fixtures';
import { rolloutMarks } from './rolloutMarks';

const deployments =
  'data' in healthy.deployments ? healthy.deployments.data : undefined;
const hour = { from: ago(3_600), to: NOW };
const week = { from: ago(7 * 86_400), to: NOW };

function marksOf(rollouts: PastRollout[], range = hour) {
  const history = {
    rollouts,
    since: ago(90 * 86_400),
    succeeded: 0,
    failed: 0,
  };
  return rolloutMarks(
    { deployments, details: { services: [{ ...serviceDetails, history }] } },
    range,
  );
}

const past = (
  id: number,
  startedAgo: number,
  more: Partial<PastRollout> = {},
): PastRollout => ({
  id: `${id}`,
  outcome: 'succeeded',
  status: 'SUCCESSFUL',
  startedAt: ago(startedAgo),
  finishedAt: ago(startedAgo - 60),
  taskDefinition: `slipway-orders:${id}`,
  ...more,
});

describe('rolloutMarks', () => {
  it('has every rollout of the range, oldest first, with how it ended', () => {
    expect(
      marksOf([
        past(4, 300, { outcome: 'in-progress', finishedAt: undefined }),
        past(3, 1_800, { outcome: 'stopped' }),
        past(2, 3_620),
        past(1, 9_000),
      ]),
    ).toEqual([
      {
        id: '2',
        at: Date.parse(ago(3_620)),
        until: Date.parse(ago(3_560)),
        text: 'slipway-orders:2 succeeded',
        failed: false,
        anchor: 'start',
      },
      {
        id: '3',
        at: Date.parse(ago(1_800)),
        until: Date.parse(ago(1_740)),
        text: 'slipway-orders:3 stopped',
        failed: false,
        anchor: undefined,
      },
      {
        id: '4',
        at: Date.parse(ago(300)),
        until: undefined,
        text: 'slipway-orders:4 in progress',
        failed: false,
        anchor: 'end',
      },
    ]);
  });

  it('lets no texts lie over each other, and tells the failed one', () => {
    const marks = marksOf(
      [
        past(3, 86_400),
        past(2, 90_000, { outcome: 'failed' }),
        past(1, 93_600, { taskDefinition: undefined }),
      ],
      week,
    );
    expect(marks.map(({ text, anchor }) => [text, anchor])).toEqual([
      ['an older revision succeeded', undefined],
      ['slipway-orders:2 failed', 'end'],
      ['slipway-orders:3 succeeded', undefined],
    ]);
  });

  it('knows the last rollout before the history is there', () => {
    expect(rolloutMarks({ deployments }, hour)).toEqual([
      expect.objectContaining({
        at: Date.parse(ago(600)),
        text: 'slipway-orders:3 completed',
      }),
    ]);
    expect(rolloutMarks({ deployments }, { from: NOW, to: NOW })).toEqual([]);
    expect(rolloutMarks({}, hour)).toEqual([]);
  });
});
