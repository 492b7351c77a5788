import { describeChanges } from './describeChanges';

const summary = {
  changes: [],
  counts: { add: 12, change: 1, destroy: 0, import: 0 },
  hasChanges: true,
};
const target = {
  stack: { kind: 'service', name: 'orders' },
  environment: 'dev',
} as const;

describe('describeChanges', () => {
  it('tells what was done', () => {
    expect(describeChanges({ ...target, summary })).toBe(
      'The stack orders in dev: 12 added, 1 changed, 0 destroyed.',
    );
  });

  it('tells what would be done, with what is adopted', () => {
    const adopting = { ...summary, counts: { ...summary.counts, import: 2 } };
    expect(
      describeChanges({ ...target, summary: adopting, planned: true }),
    ).toBe(
      'The stack orders in dev: 12 to add, 1 to change, 0 to destroy, 2 to adopt.',
    );
  });

  it('says so when nothing changes', () => {
    expect(
      describeChanges({
        ...target,
        summary: { ...summary, hasChanges: false },
      }),
    ).toBe('The stack orders in dev is what was declared: no changes.');
  });
});
