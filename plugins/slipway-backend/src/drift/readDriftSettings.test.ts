import { ConfigReader } from '@backstage/config';
import { readDriftSettings } from './readDriftSettings';

const read = (drift?: object) =>
  readDriftSettings(new ConfigReader({ slipway: { drift } } as never));

describe('readDriftSettings', () => {
  it('has defaults', () => {
    expect(read()).toEqual({ processes: 2, retentionDays: 180 });
    expect(read({ processes: 8 })).toEqual({
      processes: 8,
      retentionDays: 180,
    });
  });

  it.each([
    [{ processes: 0 }, /^slipway\.drift\.processes: /],
    [{ retentionDays: 0.5 }, /^slipway\.drift\.retentionDays: /],
    [{ process: 2 }, /^slipway\.drift: Unrecognized key: "process"$/],
  ])('refuses %j', (drift, message) => {
    expect(() => read(drift)).toThrow(message);
  });
});
