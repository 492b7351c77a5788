import { expiredImages } from './expiredImages';
import type { StoredImage } from './Images';

const NOW = new Date('2026-11-25T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

const image = (digest: string, daysAgo: number, ...tags: string[]) =>
  ({
    digest,
    tags,
    pushedAt: new Date(NOW.getTime() - daysAgo * DAY),
  } as StoredImage);

const newestFirst = [
  image('build-3', 1, 'c3'),
  image('build-2', 2, 'c2'),
  image('loose', 3),
  image('runs', 4, 'c1', 'released-1'),
  image('ran', 5, 'c0', 'released-0'),
];

function expired(...selections: object[]) {
  const rules = selections.map((selection, index) => ({
    rulePriority: index + 1,
    selection: { countType: 'imageCountMoreThan', ...selection },
    action: { type: 'expire' },
  }));
  // By priority, not by place.
  const policy = JSON.stringify({ rules: rules.reverse() });
  return expiredImages(policy, newestFirst, NOW).map(({ digest }) => digest);
}

describe('expiredImages', () => {
  it('counts pushes', () => {
    expect(expired({ tagStatus: 'any', countNumber: 3 })).toEqual([
      'runs',
      'ran',
    ]);
  });

  it('leaves what an earlier rule matches, though a later one counts it', () => {
    const released = { tagStatus: 'tagged', tagPrefixList: ['released-'] };
    const any = { tagStatus: 'any', countNumber: 2 };
    expect(expired({ ...released, countNumber: 2 }, any)).toEqual(['loose']);
    expect(expired({ ...released, countNumber: 1 }, any)).toEqual([
      'ran',
      'loose',
    ]);
  });

  it('counts days, and knows images without a tag', () => {
    const since = { countType: 'sinceImagePushed', countNumber: 2 };
    expect(expired({ tagStatus: 'untagged', ...since })).toEqual(['loose']);
    expect(expired({ tagStatus: 'tagged', ...since })).toEqual(['runs', 'ran']);
  });
});
