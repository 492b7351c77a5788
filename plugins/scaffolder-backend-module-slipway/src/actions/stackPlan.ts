import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stackPlanPermission } from '@slipway/plugin-slipway-common';
import { stackId } from '@slipway/plugin-slipway-node';
import { type ActionServices } from './ActionServices';
import { changeOutputs } from './changeOutputs';
import {
  countFields,
  environmentField,
  kindField,
  sourceField,
  sourcePathField,
  stackField,
  summaryField,
  variablesField,
} from './fields';
import { examples } from './stackPlan.examples';
import { toTarget } from './toTarget';

/** `slipway:stack:plan`: says what an apply would do. */
export function createStackPlanAction(services: ActionServices) {
  const { environments, gate, operator } = services;
  return createTemplateAction({
    id: 'slipway:stack:plan',
    description:
      'Plans a stack as the stack user, without a lock. Changes nothing.',
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
      },
      output: { summary: summaryField, ...countFields },
    },
    async handler(ctx) {
      const target = toTarget({ environments, input: ctx.input, run: ctx });
      const meta = {
        environment: target.access.environment.name,
        stack: stackId(target.stack),
      };
      const summary = await gate.pass(
        {
          run: ctx,
          permission: stackPlanPermission,
          eventId: 'stack-plan',
          meta,
        },
        () => operator.plan(target),
      );
      const outputs = changeOutputs({
        stack: target.stack,
        environment: meta.environment,
        summary,
        planned: true,
      });
      ctx.logger.info(outputs.summary);
      ctx.output('summary', outputs.summary);
      ctx.output('changed', outputs.changed);
      ctx.output('added', outputs.added);
      ctx.output('updated', outputs.updated);
      ctx.output('destroyed', outputs.destroyed);
    },
  });
}
