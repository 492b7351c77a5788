import { metricsHistory, NOW } from '../__testUtils__/fixtures';
import { describeSeries, isMeasured, timelineRows } from './timeline';

const history = 'data' in metricsHistory ? metricsHistory.data : undefined;
const [latency, pool] = history?.charts ?? [];
const start = Date.parse(NOW) - 3_600_000;

describe('timeline', () => {
  it('tells the points of all lines moment by moment', () => {
    expect(history && timelineRows(latency, history)).toEqual([
      { at: start, 0: 0.01, 1: 0.1 },
      { at: start + 1_200_000, 0: null, 1: null },
      { at: start + 2_400_000, 0: 0.03, 1: 0.3 },
      { at: start + 3_600_000, 0: 0.02, 1: 0.2 },
    ]);
    expect(history && timelineRows(pool, history)).toEqual([]);
  });

  it('knows what was measured', () => {
    expect(isMeasured(latency)).toBe(true);
    expect(isMeasured(pool)).toBe(false);
    expect(
      isMeasured({ ...latency, series: [{ name: 'p50', points: [null] }] }),
    ).toBe(false);
  });

  it.each([
    [[1, null, 3, 2], 'p95 from 1 s to 3 s, now 2 s'],
    [[1, 3, null], 'p95 from 1 s to 3 s, now not measured'],
    [[null], 'p95 not measured'],
    [[0, 0], 'p95 from 0 ms to 0 ms, now 0 ms'],
  ])('describes %j', (points, text) => {
    expect(describeSeries('p95', points, 'seconds')).toBe(text);
  });
});
