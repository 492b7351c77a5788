import { attributeChanges, attributePath } from './attributeChanges';

const paths = (before: unknown, after: unknown, unknown?: unknown) =>
  attributeChanges(before, after, unknown).map(({ path }) =>
    attributePath(path),
  );

describe('attributeChanges', () => {
  it.each<[unknown, unknown]>([
    [{ tags: null }, { tags: {} }],
    [{ tags: {} }, { tags: [] }],
    [{ a: [{ b: null }] }, { a: [{}] }],
    [{ a: ['x', 'y'] }, { a: ['y', 'x'] }],
    [{ a: { b: { c: null } } }, {}],
  ])('sees no difference between %j and %j', (before, after) => {
    expect(paths(before, after)).toEqual([]);
  });

  it.each<[unknown, unknown, string[]]>([
    [{ count: 2 }, { count: 5 }, ['count']],
    [{ tags: null }, { tags: { a: '1' } }, ['tags.a']],
    [{ tags: { a: '1' } }, {}, ['tags.a']],
    [{ count: 0 }, {}, ['count']],
    [{ on: false }, { on: null }, ['on']],
    [{ text: '' }, { text: 'x' }, ['text']],
    [
      { lb: [{ port: 1, arn: 'a' }] },
      { lb: [{ port: 2, arn: 'a' }] },
      ['lb[0].port'],
    ],
    [{ ids: ['a'] }, { ids: ['a', 'b'] }, ['ids']],
    [{ tags: { a: '1' } }, { tags: { a: '2' } }, ['tags.a']],
  ])('finds between %j and %j: %j', (before, after, expected) => {
    expect(paths(before, after)).toEqual(expected);
  });

  it('leaves out what only the apply will know, and the repetition of tags', () => {
    expect(paths({ arn: 'a', n: 1 }, { n: 2 }, { arn: true })).toEqual(['n']);
    const before = { tags: { a: '1' }, tags_all: { a: '1', b: '1' } };
    const after = { tags: { a: '2' }, tags_all: { a: '2', b: '2' } };
    expect(paths(before, after)).toEqual(['tags.a', 'tags_all.b']);
  });
});
