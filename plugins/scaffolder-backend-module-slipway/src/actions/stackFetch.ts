import { cp } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stackPlanPermission } from '@slipway/plugin-slipway-common';
import { isPartOfRoot, stackId } from '@slipway/plugin-slipway-node';
import { checkNewService, toValidStack } from '../stacks';
import { type ActionServices } from './ActionServices';
import { environmentField, kindField, stackField } from './fields';
import { examples } from './stackFetch.examples';

/** `slipway:stack:fetch`: puts a root module that ships with Slipway into the workspace. */
export function createStackFetchAction(services: ActionServices) {
  const { environments, gate, runner, catalog, repositories } = services;
  return createTemplateAction({
    id: 'slipway:stack:fetch',
    description:
      'Copies the root module of a kind of stack into the workspace, and says where its environment is.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        kind: kindField,
        stack: stackField,
        targetPath: z =>
          z
            .string()
            .optional()
            .describe('Folder in the workspace; ./terraform without it'),
        mustBeNew: z =>
          z
            .boolean()
            .optional()
            .describe('Refuse a stack whose name is taken already'),
      },
      output: {
        accountId: z => z.string().describe('AWS account of the environment'),
        region: z => z.string().describe('AWS region of the environment'),
        prefix: z => z.string().describe('Start of all names in AWS'),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      const access = environments.find(input.environment);
      const { environment } = access;
      const stack = toValidStack(environment, input);
      const folder = resolveSafeChildPath(
        ctx.workspacePath,
        input.targetPath ?? './terraform',
      );
      await gate.pass(
        {
          run: ctx,
          permission: stackPlanPermission,
          eventId: 'stack-fetch',
          meta: { environment: environment.name, stack: stackId(stack) },
        },
        async () => {
          if (input.mustBeNew && stack.kind === 'service') {
            await checkNewService({
              access,
              stack,
              catalog,
              repositories,
              run: ctx,
            });
          }
          const root = runner.shippedRoot(stack.kind);
          await cp(root, folder, {
            recursive: true,
            filter: path => path === root || isPartOfRoot(path),
          });
        },
      );
      logger.info(
        `${environment.name} is the account ${environment.accountId} in ${environment.region}`,
      );
      ctx.output('accountId', environment.accountId);
      ctx.output('region', environment.region);
      ctx.output('prefix', environment.prefix);
    },
  });
}
