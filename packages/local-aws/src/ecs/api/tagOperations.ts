import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import type { EcsStore } from '../EcsStore';
import type { Tag } from '../model';
import { operation, tagsSchema, type Operation } from './operation';

function tagged(store: EcsStore, arn: string): { tags: Tag[] } {
  const found =
    store.services.get(arn) ??
    store.tasks.get(arn) ??
    [...store.services.values()]
      .flatMap(({ taskSets = [] }) => taskSets)
      .find(taskSet => taskSet.arn === arn) ??
    [...store.clusters.values()].find(cluster => cluster.arn === arn) ??
    (arn.includes(':task-definition/')
      ? store.findTaskDefinition(arn)
      : undefined);
  if (!found) {
    throw new AwsError(
      'InvalidParameterException',
      'The specified resource was not found.',
    );
  }
  return found;
}

export const tagOperations: Record<string, Operation> = {
  TagResource: operation(
    z.object({ resourceArn: z.string(), tags: tagsSchema }),
    (input, { store }) => {
      const resource = tagged(store, input.resourceArn);
      const keys = input.tags.map(({ key }) => key);
      resource.tags = [
        ...resource.tags.filter(({ key }) => !keys.includes(key)),
        ...input.tags,
      ];
      return {};
    },
  ),

  UntagResource: operation(
    z.object({ resourceArn: z.string(), tagKeys: z.array(z.string()) }),
    (input, { store }) => {
      const resource = tagged(store, input.resourceArn);
      resource.tags = resource.tags.filter(
        ({ key }) => !input.tagKeys.includes(key),
      );
      return {};
    },
  ),

  ListTagsForResource: operation(
    z.object({ resourceArn: z.string() }),
    (input, { store }) => ({ tags: tagged(store, input.resourceArn).tags }),
  ),
};
