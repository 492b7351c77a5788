import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { imageReleasePermission } from '@slipway/plugin-slipway-common';
import { findImage, toImageReference } from '../images';
import { type ActionServices } from './ActionServices';
import { changeOutputs, putOut } from './changeOutputs';
import {
  countFields,
  environmentField,
  serialField,
  summaryField,
} from './fields';
import { examples } from './imageRelease.examples';
import { toTarget } from './toTarget';

/** `slipway:image:release`: lets a service run an image of its own repository. */
export function createImageReleaseAction(services: ActionServices) {
  const { environments, gate, operator } = services;
  return createTemplateAction({
    id: 'slipway:image:release',
    description:
      'Lets a service run another image of its own repository, named by digest, as the stack user. A dry run only plans.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        stack: z => z.string().describe('Name of the stack'),
        image: z =>
          z
            .string()
            .describe(
              "Digest of an image in the service's repository, or its full reference with that digest",
            ),
      },
      output: {
        summary: summaryField,
        ...countFields,
        serial: serialField,
        image: z => z.string().describe('The image that was released'),
      },
    },
    async handler(ctx) {
      const { environment: name, stack, image } = ctx.input;
      const base = toTarget({
        environments,
        input: { environment: name, kind: 'service', stack, source: 'bundle' },
        run: ctx,
      });
      const { environment } = base.access;
      const reference = toImageReference({ environment, stack, image });
      const target = { ...base, variables: { image: reference } };
      const result = { stack: target.stack, environment: name };
      const outputs = await gate.pass(
        {
          run: ctx,
          permission: imageReleasePermission,
          eventId: 'image-release',
          meta: { environment: name, stack, image: reference },
        },
        async () => {
          await findImage({
            environment,
            stack,
            reference,
            clientOptions: target.access.credentials.clientOptions('stackUser'),
          });
          if (ctx.isDryRun) {
            const summary = await operator.plan(target);
            return changeOutputs({ ...result, summary, planned: true });
          }
          return ctx.checkpoint({
            key: `slipway.release.${name}.${stack}.${reference}`,
            fn: async () =>
              changeOutputs({
                ...result,
                ...(await operator.apply(target, { allowDestroy: false })),
              }),
          });
        },
      );
      ctx.logger.info(outputs.summary);
      putOut({ ...outputs, image: reference }, (key, value) =>
        ctx.output(key, value),
      );
    },
  });
}
