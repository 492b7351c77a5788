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
        since: '2026-11-23T10:00:00.000Z',
        corrupt: true,
      });
    },
  );
});
