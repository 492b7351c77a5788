import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stateUnlockPermission } from '@slipway/plugin-slipway-common';
import { type ActionServices } from './ActionServices';
import { environmentField, stackField, summaryField } from './fields';
import { anyKindField, toStateTarget } from './stateTarget';
import { examples } from './stateUnlock.examples';

/** `slipway:state:unlock`: frees the lock of a state, by its id. */
export function createStateUnlockAction(services: ActionServices) {
  const { environments, gate, states } = services;
  return createTemplateAction({
    id: 'slipway:state:unlock',
    description:
      'Frees the lock of a state whose run has ended, by the id of that lock and no other; also a corrupt one, which Terraform cannot free. A dry run only says who holds it.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        kind: anyKindField,
        stack: stackField,
        lockId: z =>
          z
            .string()
            .describe('Id of the lock, as the tab or Terraform shows it'),
      },
      output: {
        summary: summaryField,
        freed: z => z.boolean().describe('Whether a lock was freed'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { target, permission, meta } = toStateTarget({
        environments,
        input,
        permission: stateUnlockPermission,
        run: ctx,
      });
      const result = await gate.pass(
        {
          run: ctx,
          permission,
          eventId: 'state-unlock',
          meta: { ...meta, lockId: input.lockId },
        },
        () =>
          states.unlock(target, {
            lockId: input.lockId,
            dryRun: ctx.isDryRun,
          }),
      );
      ctx.logger.info(result.summary);
      ctx.output('summary', result.summary);
      ctx.output('freed', result.freed);
    },
  });
}
