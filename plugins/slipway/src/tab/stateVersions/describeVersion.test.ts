import { describeAuthor } from './describeVersion';

describe('describeAuthor', () => {
  const version = {
    id: 'v1',
    current: false,
    lastModified: '2026-11-23T10:00:00Z',
    size: 1,
    soundness: 'sound' as const,
  };
  const ada = 'user:default/ada';

  it.each([
    ['unknown', {}],
    [ada, { declaredBy: ada }],
    [`${ada} as root@host`, { declaredBy: ada, writtenBy: 'root@host' }],
    [ada, { declaredBy: ada, writtenBy: ada }],
  ])('says %s', (text, origin) => {
    expect(describeAuthor({ ...version, ...origin })).toBe(text);
  });
});
