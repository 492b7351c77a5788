import { bundleOf, lockOf } from './versionOrigin';

const version = (id: string, time: string, deleted = false) => ({
  versionId: id,
  etag: '',
  size: deleted ? 0 : 1,
  lastModified: new Date(`2026-11-23T${time}Z`),
  deleted,
});

describe('lockOf', () => {
  const locks = [
    version('freed', '10:05:00', true),
    version('apply', '10:00:00'),
    version('freed before', '09:00:00', true),
    version('before', '08:00:00'),
  ];

  it.each([
    ['while the lock was held', '10:04:00', 'apply'],
    ['in the second in which it was freed', '10:05:00', 'apply'],
    ['under no lock', '09:30:00', undefined],
    ['before any lock', '07:00:00', undefined],
  ])('knows the lock of a state that was written %s', (_name, time, id) => {
    expect(lockOf(version('state', time), locks)?.versionId).toBe(id);
  });
});

describe('bundleOf', () => {
  const bundles = [version('second', '10:00:00'), version('first', '08:00:00')];

  it('is the bundle of that time', () => {
    expect(bundleOf(version('state', '09:00:00'), bundles)?.versionId).toBe(
      'first',
    );
    expect(bundleOf(version('state', '07:00:00'), bundles)).toBeUndefined();
  });
});
