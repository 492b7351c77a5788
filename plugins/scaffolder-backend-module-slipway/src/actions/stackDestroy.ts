import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stackDestroyPermission } from '@slipway/plugin-slipway-common';
import { stackId } from '@slipway/plugin-slipway-node';
import { type ActionServices } from './ActionServices';
import { changeOutputs, putOut } from './changeOutputs';
import {
  countFields,
  environmentField,
  kindField,
  serialField,
  stackField,
  summaryField,
} from './fields';
import { examples } from './stackDestroy.examples';
import { toTarget } from './toTarget';

/** `slipway:stack:destroy`: destroys everything that a stack holds. */
export function createStackDestroyAction(services: ActionServices) {
  const { environments, gate, operator } = services;
  return createTemplateAction({
    id: 'slipway:stack:destroy',
    description:
      'Destroys everything in a stack as the stack user. A dry run only plans.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        kind: kindField,
        stack: stackField,
        confirm: z =>
          z
            .string()
            .describe(
              'The name of the stack once more (platform for the platform), so that nothing is destroyed by mistake',
            ),
      },
      output: { summary: summaryField, ...countFields, serial: serialField },
    },
    async handler(ctx) {
      const { input } = ctx;
      // The bundle holds the variables that a destroy needs as well.
      const target = toTarget({
        environments,
        input: { ...input, source: 'bundle' },
        run: ctx,
      });
      const meta = {
        environment: target.access.environment.name,
        stack: stackId(target.stack),
      };
      if (input.confirm !== meta.stack) {
        throw new InputError(
          `Nothing was destroyed: confirm must be ${meta.stack}, the name of the stack`,
        );
      }
      const outputs = await gate.pass(
        {
          run: ctx,
          permission: stackDestroyPermission,
          eventId: 'stack-destroy',
          meta,
        },
        async () => {
          if (ctx.isDryRun) {
            const summary = await operator.plan(target, { destroy: true });
            return changeOutputs({
              stack: target.stack,
              environment: meta.environment,
              summary,
              planned: true,
            });
          }
          return ctx.checkpoint({
            key: `slipway.destroy.${meta.environment}.${meta.stack}`,
            fn: async () =>
              changeOutputs({
                stack: target.stack,
                environment: meta.environment,
                ...(await operator.destroy(target)),
              }),
          });
        },
      );
      ctx.logger.info(outputs.summary);
      putOut(outputs, (name, value) => ctx.output(name, value));
    },
  });
}
