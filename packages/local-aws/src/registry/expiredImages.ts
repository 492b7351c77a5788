import { z } from 'zod';
import type { StoredImage } from './Images';

const DAY_MS = 24 * 60 * 60 * 1000;

const ruleSchema = z.object({
  rulePriority: z.number(),
  selection: z.object({
    tagStatus: z.enum(['tagged', 'untagged', 'any']),
    tagPrefixList: z.array(z.string()).default([]),
    countType: z.enum(['imageCountMoreThan', 'sinceImagePushed']),
    countNumber: z.number(),
  }),
});

const policySchema = z.object({ rules: z.array(ruleSchema) });

type Rule = z.infer<typeof ruleSchema>;

/**
 * The images that a lifecycle policy takes away, as ECR documents it: rules run by priority; an image that a rule's tags match is
 * left alone by every later rule, which still counts it.
 *
 * @param images - newest push first
 */
export function expiredImages(
  policy: string,
  images: readonly StoredImage[],
  now: Date,
): StoredImage[] {
  const rules = policySchema.parse(JSON.parse(policy)).rules;
  const claimed = new Set<StoredImage>();
  const expired: StoredImage[] = [];
  for (const rule of rules.sort((a, b) => a.rulePriority - b.rulePriority)) {
    const selected = images.filter(image => matches(rule, image));
    const due = selected.filter((image, newer) =>
      rule.selection.countType === 'imageCountMoreThan'
        ? newer >= rule.selection.countNumber
        : now.getTime() - image.pushedAt.getTime() >
          rule.selection.countNumber * DAY_MS,
    );
    expired.push(...due.filter(image => !claimed.has(image)));
    selected.forEach(image => claimed.add(image));
  }
  return expired;
}

function matches({ selection }: Rule, { tags }: StoredImage): boolean {
  const { tagStatus, tagPrefixList } = selection;
  switch (tagStatus) {
    case 'any':
      return true;
    case 'untagged':
      return tags.length === 0;
    case 'tagged':
    default:
      return (
        tags.length > 0 &&
        tagPrefixList.every(prefix => tags.some(tag => tag.startsWith(prefix)))
      );
  }
}
