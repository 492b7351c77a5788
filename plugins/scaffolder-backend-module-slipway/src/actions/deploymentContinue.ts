import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  deploymentContinuePermission,
  describeJudgement,
  type RolloutOverride,
} from '@slipway/plugin-slipway-common';
import { type JudgedImage, passScanPolicy } from '../images';
import { RolloutOperator, type WaitingHook } from '../rollouts';
import { toValidStack } from '../stacks';
import { type ActionServices } from './ActionServices';
import { examples } from './deploymentContinue.examples';
import { environmentField, summaryField } from './fields';

/** `slipway:deployment:continue`: decides what becomes of a rollout that waits at a hook of ECS. */
export function createDeploymentContinueAction(services: ActionServices) {
  const { environments, gate } = services;
  return createTemplateAction({
    id: 'slipway:deployment:continue',
    description:
      'Continues the rollout of a service that waits at a PAUSE hook of ECS, or rolls it back, as the stack user. Continues only with images that the policy of the environment lets run. A dry run only says what waits.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        stack: z => z.string().describe('Name of the stack'),
        decision: z =>
          z
            .enum(['continue', 'rollback'])
            .describe('What becomes of the rollout'),
        rollout: z =>
          z
            .string()
            .optional()
            .describe(
              'Id of the rollout that was looked at; no other one is decided',
            ),
        hook: z =>
          z
            .string()
            .optional()
            .describe(
              'Id of the hook that was looked at; no other one is decided',
            ),
        overrideReason: z =>
          z
            .string()
            .max(500)
            .optional()
            .describe(
              'Why the rollout continues although the policy blocks an image of it; needs the permission slipway.image.release.override and stays visible until the next release',
            ),
      },
      output: {
        summary: summaryField,
        service: z => z.string().describe('Name of the ECS service'),
        stage: z => z.string().describe('The stage at which it waited'),
        scan: z =>
          z
            .string()
            .describe(
              'What the scans of its images were worth; not asked for a rollback',
            ),
      },
    },
    async handler(ctx) {
      const { environment: name, stack: stackName, decision } = ctx.input;
      const { rollout, hook: expectedHook } = ctx.input;
      const overrideReason = ctx.input.overrideReason?.trim();
      const access = environments.find(name);
      const stack = toValidStack(access.environment, {
        kind: 'service',
        stack: stackName,
      });
      const meta = { environment: name, stack: stackName, decision };
      const key = `slipway.hook.${name}.${stackName}`;
      const rollouts = RolloutOperator.create({ access, run: ctx });

      const decide = async (hook: WaitingHook) => {
        ctx.signal?.throwIfAborted();
        if (!ctx.isDryRun) {
          await ctx.checkpoint({
            key: `${key}.decided`,
            fn: () =>
              rollouts.decide(
                hook,
                decision === 'continue' ? 'CONTINUE' : 'ROLLBACK',
              ),
          });
        }
      };

      const continueJudged = async (hook: WaitingHook) => {
        const judged = await rollouts.judgeTarget(hook);
        for (const { image, judgement } of judged) {
          ctx.logger.info(
            `The scan of ${image} is ${describeJudgement(judgement)}`,
          );
        }
        await passScanPolicy(
          { gate, run: ctx, judged, environment: name, overrideReason, meta },
          async overridden => {
            await decide(hook);
            if (overridden && !ctx.isDryRun) {
              const override = toOverride(judged, {
                decidedBy: ctx.user?.ref ?? 'unknown',
                reason: overrideReason ?? '',
              });
              await ctx.checkpoint({
                key: `${key}.recorded`,
                fn: () => rollouts.recordOverride(stack, override),
              });
            }
          },
        );
        return judged
          .map(({ judgement }) => describeJudgement(judgement))
          .join('; ');
      };

      try {
        const { hook, scan } = await gate.pass(
          {
            run: ctx,
            permission: deploymentContinuePermission,
            eventId: 'deployment-continue',
            meta,
          },
          async () => {
            // A task that is run again must not decide on a later hook, which nobody has looked at.
            const found = await ctx.checkpoint({
              key,
              fn: () =>
                rollouts.findHook(stack, { rollout, hook: expectedHook }),
            });
            if (decision === 'continue') {
              return { hook: found, scan: await continueJudged(found) };
            }
            await decide(found);
            return { hook: found, scan: undefined };
          },
        );
        const summary = summarize(hook, {
          decision,
          dryRun: ctx.isDryRun ?? false,
        });
        ctx.logger.info(summary);
        ctx.output('summary', summary);
        ctx.output('service', hook.service);
        ctx.output('stage', hook.stage);
        if (scan !== undefined) {
          ctx.output('scan', scan);
        }
      } finally {
        rollouts.close();
      }
    },
  });
}

function toOverride(
  judged: readonly JudgedImage[],
  by: { decidedBy: string; reason: string },
): RolloutOverride {
  return {
    images: judged
      .filter(({ judgement }) => judgement.status !== 'passing')
      .map(({ image }) => image),
    decidedAt: new Date().toISOString(),
    ...by,
  };
}

function summarize(
  { service, stage }: WaitingHook,
  options: { decision: 'continue' | 'rollback'; dryRun: boolean },
): string {
  const { decision, dryRun } = options;
  const rollout = `The rollout of ${service}, which ${
    dryRun ? 'waits' : 'waited'
  } at ${stage},`;
  const [does, would] =
    decision === 'continue'
      ? ['continues', 'would continue']
      : ['is rolled back', 'would be rolled back'];
  return `${rollout} ${dryRun ? would : does}.`;
}
