import { type ImageDetails } from '@slipway/plugin-slipway-common';
import { z } from 'zod';

const DAY_MS = 24 * 60 * 60 * 1000;

const ruleSchema = z.object({
  rulePriority: z.number().int(),
  description: z.string().optional(),
  selection: z.object({
    tagStatus: z.enum(['tagged', 'untagged', 'any']),
    tagPrefixList: z.array(z.string()).optional(),
    tagPatternList: z.array(z.string()).optional(),
    countType: z.string(),
    countNumber: z.number().int(),
  }),
  action: z.object({ type: z.string() }),
});
const policySchema = z.object({ rules: z.array(ruleSchema) });

type Rule = z.infer<typeof ruleSchema>;

/** An image of a repository, as far as a lifecycle policy looks at it. */
export interface RepositoryImage {
  digest: string;
  tags: string[];
  pushedAt: Date;
  pulledAt?: Date;
}

/**
 * When a repository's lifecycle policy would take an image away, by ECR's rules: the first rule by priority whose tags match the
 * image decides, and counts run over all images that the rule matches, newest first. Asking ECR itself
 * (`StartLifecyclePolicyPreview`) would be a write.
 *
 * @remarks The children of an index count with the others here, though ECR keeps them with their index: in a repository of
 * indexes an image may be said to go earlier than it does, never later.
 */
export function lifecycleOf(
  digest: string,
  repository: {
    policy: string | undefined;
    images: readonly RepositoryImage[];
    now: Date;
  },
): ImageDetails['lifecycle'] {
  const { policy, images, now } = repository;
  const image = images.find(candidate => candidate.digest === digest);
  if (!policy || !image) {
    return undefined;
  }
  const rules = policySchema.parse(JSON.parse(policy)).rules;
  const rule = rules
    .sort((a, b) => a.rulePriority - b.rulePriority)
    .find(candidate => matches(candidate, image));
  const due = rule && dueOf(rule, image, { images, now });
  return (
    due && {
      rule: rule.rulePriority,
      description: rule.description,
      action: rule.action.type === 'expire' ? 'expire' : 'archive',
      ...due,
    }
  );
}

function dueOf(
  { selection, ...rule }: Rule,
  image: RepositoryImage,
  { images, now }: { images: readonly RepositoryImage[]; now: Date },
): { now?: true; afterPushes?: number; inDays?: number } | undefined {
  const { countType, countNumber } = selection;
  switch (countType) {
    case 'imageCountMoreThan': {
      const newer = images.filter(
        other =>
          matches({ selection, ...rule }, other) &&
          other.pushedAt > image.pushedAt,
      ).length;
      const left = countNumber - newer;
      return left <= 0 ? { now: true } : { afterPushes: left };
    }
    case 'sinceImagePushed':
      return dueIn(image.pushedAt, countNumber, now);
    case 'sinceImagePulled':
      return dueIn(image.pulledAt ?? image.pushedAt, countNumber, now);
    default:
      return undefined;
  }
}

function dueIn(since: Date, days: number, now: Date) {
  const left = Math.ceil((since.getTime() - now.getTime()) / DAY_MS + days);
  return left <= 0 ? ({ now: true } as const) : { inDays: left };
}

function matches({ selection }: Rule, { tags }: RepositoryImage): boolean {
  const { tagStatus, tagPrefixList, tagPatternList } = selection;
  switch (tagStatus) {
    case 'any':
      return true;
    case 'untagged':
      return tags.length === 0;
    case 'tagged':
    default:
      return (
        tags.length > 0 &&
        (tagPrefixList ?? []).every(prefix =>
          tags.some(tag => tag.startsWith(prefix)),
        ) &&
        (tagPatternList ?? []).every(pattern =>
          tags.some(tag => fits(pattern, tag)),
        )
      );
  }
}

// ECR's patterns have `*` for any characters and nothing else.
function fits(pattern: string, tag: string): boolean {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}
