import { packList, unpackList } from './packedList';

const task = (id: string, at: number) => ({
  arn: `task/${id}`,
  at,
  status: 'RUNNING',
  containers: [{ name: 'main', id: `container/${id}` }],
});

describe('a packed list', () => {
  it('holds once what its objects share, and is what it was made from', () => {
    const tasks = [task('a1', 10.5), task('a2', 10.75), task('b', 3)];
    const packed = packList(tasks);
    expect(packed.columns).toEqual([
      { path: 'arn', isNumber: false, begin: 'task/', ends: 'a1 a2 b' },
      { path: 'at', isNumber: true, begin: '', ends: '10.5 10.75 3' },
      {
        path: 'containers/0/id',
        isNumber: false,
        begin: 'container/',
        ends: 'a1 a2 b',
      },
    ]);
    expect(unpackList(JSON.parse(JSON.stringify(packed)))).toEqual(tasks);
  });

  it.each([
    ['of another shape', { arn: 'task/c', at: 1 }],
    ['with words of several', task('two words', 1)],
    ['without a number', { ...task('c', 1), at: null }],
  ])('is not made of an object %s', (_, other) => {
    expect(() => packList([task('a', 1), other])).toThrow('of one shape');
  });
});
