import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stackApplyPermission } from '@slipway/plugin-slipway-common';
import { stackId, writeStackVariables } from '@slipway/plugin-slipway-node';
import { type StackTarget } from '../stacks';
import { type ActionServices } from './ActionServices';
import { changeOutputs, putOut } from './changeOutputs';
import {
  countFields,
  environmentField,
  kindField,
  serialField,
  sourceField,
  sourcePathField,
  stackField,
  summaryField,
  variablesField,
} from './fields';
import { examples } from './stackApply.examples';
import { toTarget } from './toTarget';

/** `slipway:stack:apply`: plans a stack and applies exactly that plan, as the stack user. */
export function createStackApplyAction(services: ActionServices) {
  const { environments, gate, operator } = services;
  return createTemplateAction({
    id: 'slipway:stack:apply',
    description:
      'Plans a stack and applies exactly that plan as the stack user. A dry run only plans.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        kind: kindField,
        stack: stackField,
        source: sourceField,
        sourcePath: sourcePathField,
        variables: variablesField,
        allowDestroy: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Apply although the plan destroys or replaces something; false without it',
            ),
        expectedSerial: z =>
          z
            .number()
            .int()
            .min(0)
            .optional()
            .describe(
              'Serial of the state that was looked at; with it nothing is applied to a state that has moved since',
            ),
        expectedLineage: z =>
          z
            .string()
            .optional()
            .describe(
              'Lineage of the state that was looked at; with it nothing is applied to another state',
            ),
      },
      output: {
        summary: summaryField,
        ...countFields,
        serial: serialField,
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const target = toTarget({ environments, input, run: ctx });
      const { environment } = target.access;
      const meta = {
        environment: environment.name,
        stack: stackId(target.stack),
      };
      const outputs = await gate.pass(
        {
          run: ctx,
          permission: stackApplyPermission,
          eventId: 'stack-apply',
          meta,
        },
        async () => {
          await declareVariables(target);
          if (ctx.isDryRun) {
            const summary = await operator.plan(target);
            return changeOutputs({
              stack: target.stack,
              environment: meta.environment,
              summary,
              planned: true,
            });
          }
          return ctx.checkpoint({
            key: `slipway.apply.${meta.environment}.${meta.stack}`,
            fn: async () => {
              const applied = await operator.apply(target, {
                allowDestroy: input.allowDestroy ?? false,
                expected: {
                  serial: input.expectedSerial,
                  lineage: input.expectedLineage,
                },
              });
              return changeOutputs({
                stack: target.stack,
                environment: meta.environment,
                ...applied,
              });
            },
          });
        },
      );
      ctx.logger.info(outputs.summary);
      putOut(outputs, (name, value) => ctx.output(name, value));
    },
  });
}

// A repository that is published afterwards then says itself what was applied.
async function declareVariables(target: StackTarget): Promise<void> {
  const { access, source, stack, variables } = target;
  if (source.from === 'folder') {
    await writeStackVariables({
      root: source.path,
      environment: access.environment,
      stack,
      variables: variables ?? {},
    });
  }
}
