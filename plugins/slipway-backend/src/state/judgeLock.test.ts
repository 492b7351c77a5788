import { RESTORE_OPERATION } from '@slipway/plugin-slipway-node';
import { judgeLock } from './judgeLock';

const now = new Date('2026-11-23T12:00:00Z');
const id = '7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11';
const lock = { id, since: '2026-11-23T09:00:00.000Z', corrupt: false };

describe('judgeLock', () => {
  it('leaves a lock alone that a run may hold', () => {
    expect(judgeLock(lock, now)).toEqual({ ...lock, stale: false });
  });

  it('knows a lock that is older than any run', () => {
    const judged = judgeLock(
      { ...lock, since: '2026-11-23T08:59:59.000Z' },
      now,
    );
    expect(judged).toMatchObject({ stale: true });
    expect(judged.remedy).toContain('"Unlock a state"');
  });

  it('says of a corrupt lock that force-unlock cannot free it, whatever its age', () => {
    const judged = judgeLock({ ...lock, id: 'corrupt-1', corrupt: true }, now);
    expect(judged.stale).toBeUndefined();
    expect(judged.remedy).toContain('force-unlock included');
    expect(judged.remedy).toContain('"Unlock a state"');
  });

  it('says of a restore that was interrupted how it is completed', () => {
    const restore = { ...lock, operation: RESTORE_OPERATION };
    const running = { ...restore, since: '2026-11-23T11:50:00.000Z' };
    expect(judgeLock(running, now)).toEqual({ ...running, stale: false });
    const judged = judgeLock(restore, now);
    expect(judged).toMatchObject({ stale: true });
    expect(judged.remedy).toContain('"Restore a state" and the same version');
  });
});
