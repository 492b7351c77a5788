import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stackPlanPermission } from '@slipway/plugin-slipway-common';
import { writeChanges } from '../drift';
import { type ActionServices } from './ActionServices';
import { examples } from './driftAdopt.examples';
import { environmentField, summaryField } from './fields';

// Only what changes lies there, so that nothing else can come into the pull request.
const CHANGES_FOLDER = 'adopted';

/** `slipway:drift:adopt`: writes what is real into the code of a service, for a pull request. */
export function createDriftAdoptAction(services: ActionServices) {
  const { environments, gate, adopter } = services;
  return createTemplateAction({
    id: 'slipway:drift:adopt',
    description:
      'Takes the findings of the last drift check into the code of a service, as files for a pull request: plain values that are no secret, where a plan shows that this and nothing else changes. The others are named with what to do about them. Changes nothing in AWS or the repository.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        environment: environmentField,
        entityRef: z =>
          z
            .string()
            .describe('The service, for example component:default/orders'),
      },
      output: {
        summary: summaryField,
        adopted: z => z.number().describe('Findings taken into the code'),
        left: z => z.number().describe('Findings left as they are'),
        repoUrl: z =>
          z
            .string()
            .describe(
              'The repository, as publish:github:pull-request takes it',
            ),
        targetBranchName: z =>
          z.string().optional().describe('Branch that the catalog follows'),
        sourcePath: z =>
          z
            .string()
            .describe('Folder of the workspace with the files that change'),
        targetPath: z =>
          z.string().describe('Folder of the repository that they belong to'),
        branchName: z => z.string().describe('Branch for the pull request'),
        title: z => z.string().describe('Title of the pull request'),
        description: z => z.string().describe('Text of the pull request'),
      },
    },
    async handler(ctx) {
      const { environment, entityRef } = ctx.input;
      const access = environments.find(environment);
      const { source, findings, ...text } = await gate.pass(
        {
          run: ctx,
          permission: stackPlanPermission,
          eventId: 'drift-adopt',
          meta: { environment, entityRef },
        },
        () => adopter.adopt({ access, entityRef, run: ctx }),
      );
      await writeChanges(
        resolveSafeChildPath(ctx.workspacePath, CHANGES_FOLDER),
        findings.changed,
      );
      const { adopted, left } = findings;
      ctx.output(
        'summary',
        `${adopted.length} taken into the code, ${left.length} left.`,
      );
      ctx.output('adopted', adopted.length);
      ctx.output('left', left.length);
      ctx.output('repoUrl', source.repoUrl);
      if (source.branch !== undefined) {
        ctx.output('targetBranchName', source.branch);
      }
      ctx.output('sourcePath', CHANGES_FOLDER);
      ctx.output('targetPath', source.folder);
      ctx.output('branchName', text.branchName);
      ctx.output('title', text.title);
      ctx.output('description', text.description);
    },
  });
}
