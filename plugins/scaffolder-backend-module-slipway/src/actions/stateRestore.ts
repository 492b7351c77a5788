import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stateRestorePermission } from '@slipway/plugin-slipway-common';
import { type ActionServices } from './ActionServices';
import { putOut } from './changeOutputs';
import {
  environmentField,
  serialField,
  stackField,
  summaryField,
} from './fields';
import { examples } from './stateRestore.examples';
import { anyKindField, toStateTarget } from './stateTarget';

/** `slipway:state:restore`: puts an earlier version of a state back and verifies it with a plan. */
export function createStateRestoreAction(services: ActionServices) {
  const { environments, gate, states } = services;
  return createTemplateAction({
    id: 'slipway:state:restore',
    description:
      'Takes the lock, copies an earlier version of a state onto its key, verifies it with a plan and frees the lock. Refused while somebody else holds the lock. A dry run, or preview, only says what the version would bring back.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        kind: anyKindField,
        stack: stackField,
        version: z =>
          z
            .string()
            .describe(
              'Id of the version, from the list of versions on the tab',
            ),
        preview: z =>
          z
            .boolean()
            .optional()
            .describe('Only say what the version would bring back'),
      },
      output: {
        summary: summaryField,
        serial: serialField,
        broughtBack: z =>
          z.array(z.string()).describe('Addresses that the state knows again'),
        forgotten: z =>
          z
            .array(z.string())
            .describe('Addresses that the state no longer knows'),
        verified: z =>
          z
            .boolean()
            .describe('Whether a plan read the state after it was restored'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { target, permission, meta } = toStateTarget({
        environments,
        input,
        permission: stateRestorePermission,
        run: ctx,
      });
      const result = await gate.pass(
        {
          run: ctx,
          permission,
          eventId: 'state-restore',
          meta: { ...meta, version: input.version },
        },
        () =>
          ctx.isDryRun || input.preview
            ? states.previewRestore(target, input.version)
            : ctx.checkpoint({
                key: `slipway.restore.${meta.environment}.${meta.stack}.${input.version}`,
                fn: () => states.restore(target, input.version),
              }),
      );
      ctx.logger.info(result.summary);
      putOut(result, (name, value) => ctx.output(name, value));
    },
  });
}
