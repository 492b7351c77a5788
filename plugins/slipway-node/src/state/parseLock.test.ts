import { formatLock, RESTORE_OPERATION } from './formatLock';
import { parseLock } from './parseLock';

const modified = new Date('2026-11-23T10:00:00Z');

describe('parseLock', () => {
  it('reads what Terraform 1.11 writes', () => {
    const body =
      '{"ID":"7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11","Operation":"OperationTypeApply","Info":"","Who":"ada@laptop","Version":"1.11.4","Created":"2026-11-23T09:59:58.123456789Z","Path":"bucket/key"}';
    expect(parseLock(body, modified)).toEqual({
      id: '7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11',
      who: 'ada@laptop',
      operation: 'OperationTypeApply',
      since: '2026-11-23T09:59:58.123Z',
      corrupt: false,
    });
  });

  it.each(['', '{', '[]', '{"Who":"ada@laptop"}'])(
    'calls %j corrupt: force-unlock could not free it',
    body => {
      expect(parseLock(body, modified)).toEqual({
        id: expect.stringMatching(/^corrupt-[0-9a-f]{12}$/),
        since: '2026-11-23T10:00:00.000Z',
        corrupt: true,
      });
    },
  );

  it('gives every corrupt lock an id of its own', () => {
    const later = new Date(modified.getTime() + 1_000);
    const ids = [
      parseLock('', modified),
      parseLock('{', modified),
      parseLock('', later),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(parseLock('', modified).id).toBe(ids[0]);
  });

  it('reads what it writes itself, with the reason', () => {
    const lock = {
      id: '7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11',
      operation: RESTORE_OPERATION,
      info: 'Slipway restores a version',
      who: 'user:default/ada',
    };
    expect(parseLock(formatLock(lock, 'bucket/key'), modified)).toEqual({
      ...lock,
      since: expect.any(String),
      corrupt: false,
    });
  });
});
