import { lifecycleOf } from './lifecycle';

const DAY = 24 * 60 * 60 * 1000;
const now = new Date('2026-11-24T12:00:00Z');
const image = (digest: string, daysAgo: number, ...tags: string[]) => ({
  digest,
  tags,
  pushedAt: new Date(now.getTime() - daysAgo * DAY),
});
const rule = (rulePriority: number, selection: object, type = 'expire') => ({
  rulePriority,
  selection: { countType: 'imageCountMoreThan', countNumber: 2, ...selection },
  action: { type },
});
const images = [
  image('oldest', 40, 'v1'),
  image('running', 30, 'v2', 'prod-2'),
  image('newer', 20, 'v3'),
  image('newest', 10, 'v4'),
  image('child', 10),
];

function dueOf(digest: string, ...rules: object[]) {
  const policy = JSON.stringify({ rules });
  return lifecycleOf(digest, { policy, images, now });
}

describe('lifecycleOf', () => {
  it('tells how many pushes a running image has left, or that it goes now', () => {
    const tagged = { tagStatus: 'tagged', tagPrefixList: ['v'] };
    expect(dueOf('running', rule(1, tagged))).toMatchObject({
      rule: 1,
      action: 'expire',
      now: true,
    });
    expect(
      dueOf('running', rule(1, { ...tagged, countNumber: 3 })),
    ).toMatchObject({ afterPushes: 1 });
  });

  it('counts days since the push', () => {
    const since = { tagStatus: 'any', countType: 'sinceImagePushed' };
    expect(
      dueOf('running', rule(1, { ...since, countNumber: 45 })),
    ).toMatchObject({ inDays: 15 });
    expect(
      dueOf('running', rule(1, { ...since, countNumber: 14 }, 'transition')),
    ).toMatchObject({ now: true, action: 'archive' });
  });

  it('lets the first rule that matches an image’s tags decide', () => {
    const keep = rule(1, {
      tagStatus: 'tagged',
      tagPatternList: ['prod-*'],
      countNumber: 10,
    });
    const any = rule(2, { tagStatus: 'any', countNumber: 1 });
    expect(dueOf('running', any, keep)).toMatchObject({
      rule: 1,
      afterPushes: 10,
    });
    expect(dueOf('oldest', any, keep)).toMatchObject({ rule: 2, now: true });
  });

  it('sees no danger for a released image among the rules of terraform/service, whatever is pushed', () => {
    const keep = rule(1, {
      tagStatus: 'tagged',
      tagPrefixList: ['released-'],
      countNumber: 100,
    });
    const any = rule(2, { tagStatus: 'any', countNumber: 100 });
    const released = (index: number) =>
      image(`release-${index}`, 400 - index, `c${index}`, `released-${index}`);
    const dueAfter = (releases: number, builds: number) =>
      lifecycleOf('release-0', {
        policy: JSON.stringify({ rules: [keep, any] }),
        images: [
          ...Array.from({ length: releases }, (_, index) => released(index)),
          ...Array.from({ length: builds }, (_, index) =>
            image(`build-${index}`, 0, `b${index}`),
          ),
        ],
        now,
      });
    expect(dueAfter(1, 1000)).toMatchObject({ rule: 1, afterPushes: 100 });
    // Rolled back to what a hundred releases have been pushed after.
    expect(dueAfter(101, 0)).toMatchObject({ rule: 1, now: true });
  });

  it('says nothing without a rule for the image, or without the image', () => {
    expect(dueOf('running', rule(1, { tagStatus: 'untagged' }))).toBe(
      undefined,
    );
    expect(dueOf('gone', rule(1, { tagStatus: 'any' }))).toBeUndefined();
  });
});
