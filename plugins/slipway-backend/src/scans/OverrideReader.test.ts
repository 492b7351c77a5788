import { mockServices } from '@backstage/backend-test-utils';
import { IMAGE } from '../__testUtils__/ordersState';
import { OverrideReader, standingOverride } from './OverrideReader';

const override = {
  images: [IMAGE],
  decidedAt: '2026-11-24T12:00:00.000Z',
  decidedBy: 'user:default/ada',
  reason: 'It mends an outage',
};
const releasedAt = (time: string) => ({
  image: IMAGE,
  releasedAt: time,
  releasedBy: 'github:ada',
  status: 'passing' as const,
});

describe('standingOverride', () => {
  it.each([
    ['before the next release', '2026-11-24T11:00:00Z', [], override],
    ['no more after it', '2026-11-24T13:00:00Z', [IMAGE], undefined],
    ['without a record while its image is deployed', '', [IMAGE], override],
    ['no more once it is not', '', ['another'], undefined],
  ])('stands %s', (_, time, images, expected) => {
    const release = time ? releasedAt(time) : undefined;
    expect(standingOverride(override, { release, images })).toBe(expected);
    expect(standingOverride(undefined, { release, images })).toBeUndefined();
  });
});

describe('OverrideReader', () => {
  it('reads once for many views, and says so where it may not', async () => {
    const readOverride = jest.fn().mockResolvedValueOnce(override);
    const reader = OverrideReader.create({
      sourceOf: () => ({ readOverride }),
      logger: mockServices.logger.mock(),
    });
    const key = { environment: 'local', stack: 'orders' };
    const views = await Promise.all([reader.read(key), reader.read(key)]);
    expect(views).toMatchObject([{ value: { override } }, { value: {} }]);
    expect(readOverride).toHaveBeenCalledTimes(1);
    readOverride.mockRejectedValue(
      Object.assign(new Error('no'), { name: 'AccessDenied' }),
    );
    expect(await reader.read({ ...key, stack: 'other' })).toMatchObject({
      problem: { code: 'access-denied', missingAction: 's3:GetObject' },
    });
  });
});
