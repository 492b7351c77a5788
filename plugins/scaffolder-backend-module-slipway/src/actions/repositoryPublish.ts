import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  stackApplyPermission,
  stackNameSchema,
} from '@slipway/plugin-slipway-common';
import { waitForEntity } from '../repository';
import { type ActionServices } from './ActionServices';
import { examples } from './repositoryPublish.examples';

const CATALOG_TIMEOUT_MS = 120_000;

/** `slipway:repository:publish`: publishes the workspace as a git repository beside the portal. */
export function createRepositoryPublishAction(services: ActionServices) {
  const { catalog, gate, repositories } = services;
  return createTemplateAction({
    id: 'slipway:repository:publish',
    description:
      'Publishes the workspace as a local git repository, where no GitHub is configured, and waits until the catalog has its entity.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().describe('Name of the repository'),
        entityRef: z =>
          z
            .string()
            .describe('The entity that its catalog-info.yaml describes'),
      },
      output: {
        commit: z => z.string().describe('The commit that was published'),
        entityRef: z => z.string().describe('The entity in the catalog'),
      },
    },
    async handler(ctx) {
      const { name, entityRef } = ctx.input;
      const parsed = stackNameSchema.safeParse(name);
      if (!parsed.success) {
        throw new InputError(parsed.error.issues[0].message);
      }
      parseEntityRef(entityRef);
      if (!repositories) {
        throw new InputError(
          'This portal has no place for local repositories: give a GitHub repository, or set slipway.localRepositories in app-config',
        );
      }
      const commit = await gate.pass(
        {
          run: ctx,
          permission: stackApplyPermission,
          eventId: 'repository-publish',
          meta: { repository: name },
        },
        async () => {
          if (ctx.isDryRun) {
            ctx.logger.info(`Would publish the repository ${name}`);
            return undefined;
          }
          const published = await repositories.publish({
            name,
            source: ctx.workspacePath,
            author: ctx.user?.ref ?? 'slipway',
          });
          ctx.logger.info(
            published.created
              ? `Published ${name} at ${published.commit}`
              : `${name} is published already, at ${published.commit}`,
          );
          await waitForEntity({
            catalog,
            credentials: await ctx.getInitiatorCredentials(),
            entityRef,
            timeoutMs: CATALOG_TIMEOUT_MS,
            signal: ctx.signal,
          });
          return published.commit;
        },
      );
      if (commit) {
        ctx.logger.info(`The catalog has ${entityRef}`);
        ctx.output('commit', commit);
      }
      ctx.output('entityRef', entityRef);
    },
  });
}
