import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  describeJudgement,
  imageReleasePermission,
  type ScanJudgement,
  toReleaseRecord,
} from '@slipway/plugin-slipway-common';
import {
  findImage,
  judgeRegistryImage,
  keepImage,
  passScanPolicy,
  type RegistryImage,
  repositoryName,
  toImageReference,
} from '../images';
import { type StackTarget } from '../stacks';
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

/** `slipway:image:release`: lets a service run an image of its own repository that the environment's policy lets pass. */
export function createImageReleaseAction(services: ActionServices) {
  const { environments, gate, operator } = services;
  return createTemplateAction({
    id: 'slipway:image:release',
    description:
      'Lets a service run another image of its own repository, named by digest, as the stack user. Waits for a scan that is under way and refuses an image that the policy of the environment blocks. A dry run only plans.',
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
        overrideReason: z =>
          z
            .string()
            .max(500)
            .optional()
            .describe(
              'Why the image is released although the policy blocks it; needs the permission slipway.image.release.override and stays visible until the next release',
            ),
      },
      output: {
        summary: summaryField,
        ...countFields,
        serial: serialField,
        image: z => z.string().describe('The image that was released'),
        scan: z => z.string().describe('What its scan was worth'),
      },
    },
    async handler(ctx) {
      const { environment: name, stack, image } = ctx.input;
      const overrideReason = ctx.input.overrideReason?.trim();
      const base = toTarget({
        environments,
        input: { environment: name, kind: 'service', stack, source: 'bundle' },
        run: ctx,
      });
      const { environment } = base.access;
      const reference = toImageReference({ environment, stack, image });
      const result = { stack: base.stack, environment: name };
      const meta = { environment: name, stack, image: reference };
      const { judgement, outputs } = await gate.pass(
        {
          run: ctx,
          permission: imageReleasePermission,
          eventId: 'image-release',
          meta,
        },
        async () => {
          const judged = await judgeImage(base, { stack, reference });
          ctx.logger.info(`The scan is ${describeJudgement(judged)}`);
          const release = async (overridden: boolean) => {
            const target = {
              ...base,
              variables: {
                image: reference,
                release: toReleaseRecord({
                  image: reference,
                  judgement: judged,
                  releasedBy: ctx.user?.ref ?? 'unknown',
                  overrideReason: overridden ? overrideReason : undefined,
                  now: new Date(),
                }),
              },
            };
            if (ctx.isDryRun) {
              const summary = await operator.plan(target);
              return changeOutputs({ ...result, summary, planned: true });
            }
            return ctx.checkpoint({
              key: `slipway.release.${name}.${stack}.${reference}`,
              fn: async () => {
                await keepImage(
                  toRegistryImage(base, { stack, reference }),
                  base.access.credentials.clientOptions('stackUser'),
                );
                return changeOutputs({
                  ...result,
                  ...(await operator.apply(target, { allowDestroy: false })),
                });
              },
            });
          };
          return {
            judgement: judged,
            outputs: await passScanPolicy(
              {
                gate,
                run: ctx,
                judged: [{ image: reference, judgement: judged }],
                environment: name,
                overrideReason,
                meta,
              },
              release,
            ),
          };
        },
      );
      ctx.logger.info(outputs.summary);
      putOut(
        { ...outputs, image: reference, scan: describeJudgement(judgement) },
        (key, value) => ctx.output(key, value),
      );
    },
  });
}

async function judgeImage(
  target: StackTarget,
  image: { stack: string; reference: string },
): Promise<ScanJudgement> {
  const { access, run } = target;
  const { environment } = access;
  const { stack, reference } = image;
  const clientOptions = access.credentials.clientOptions('stackUser');
  await findImage({ environment, stack, reference, clientOptions });
  return judgeRegistryImage(toRegistryImage(target, image), { access, run });
}

function toRegistryImage(
  { access: { environment } }: StackTarget,
  { stack, reference }: { stack: string; reference: string },
): RegistryImage {
  return {
    registryId: environment.accountId,
    repositoryName: repositoryName(environment, stack),
    digest: reference.split('@')[1],
  };
}
