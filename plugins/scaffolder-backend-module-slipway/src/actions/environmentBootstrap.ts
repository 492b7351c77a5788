import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { environmentBootstrapPermission } from '@slipway/plugin-slipway-common';
import { stateBucketName } from '@slipway/plugin-slipway-node';
import {
  ensureStackUserKey,
  ensureStateBucket,
  findAdoptions,
} from '../bootstrap';
import { type StackTarget } from '../stacks';
import { type ActionServices } from './ActionServices';
import { changeOutputs, putOut, type ChangeOutputs } from './changeOutputs';
import { examples } from './environmentBootstrap.examples';
import {
  countFields,
  environmentField,
  serialField,
  summaryField,
  variablesField,
} from './fields';

/** `slipway:environment:bootstrap`: state bucket, stack user and its key, as the operator. */
export function createEnvironmentBootstrapAction(services: ActionServices) {
  const { environments, gate } = services;
  return createTemplateAction({
    id: 'slipway:environment:bootstrap',
    description:
      "Makes an environment's state bucket, stack user and registry rules as the operator, and adopts what exists already. A dry run only plans.",
    examples,
    supportsDryRun: true,
    schema: {
      input: { environment: environmentField, variables: variablesField },
      output: {
        summary: summaryField,
        ...countFields,
        serial: serialField,
        stateBucket: z => z.string().describe('Bucket of the state'),
      },
    },
    async handler(ctx) {
      const access = environments.find(ctx.input.environment);
      const { environment } = access;
      const target: StackTarget = {
        access,
        stack: { kind: 'bootstrap' },
        source: { from: 'shipped' },
        variables: ctx.input.variables as StackTarget['variables'],
        identity: 'operator',
        run: ctx,
      };
      const outputs = await gate.pass(
        {
          run: ctx,
          permission: environmentBootstrapPermission,
          eventId: 'environment-bootstrap',
          meta: { environment: environment.name },
        },
        () =>
          ctx.isDryRun
            ? planBootstrap(services, target)
            : bootstrap(services, target),
      );
      ctx.logger.info(outputs.summary);
      putOut(
        { ...outputs, stateBucket: stateBucketName(environment) },
        (name, value) => ctx.output(name, value),
      );
    },
  });
}

async function planBootstrap(
  services: ActionServices,
  target: StackTarget,
): Promise<ChangeOutputs> {
  const hasBucket = await target.access.store(target.identity).hasBucket();
  const summary = await services.operator.plan(target, {
    stateLocation: hasBucket ? undefined : 'temporary',
  });
  return changeOutputs({
    stack: target.stack,
    environment: target.access.environment.name,
    summary,
    planned: true,
  });
}

// Every part looks first whether it is done: a bootstrap that was interrupted anywhere is completed by the next.
async function bootstrap(
  services: ActionServices,
  target: StackTarget,
): Promise<ChangeOutputs> {
  const { access, identity, run, stack } = target;
  const { environment } = access;
  const { logger, signal } = run;
  const clientOptions = access.credentials.clientOptions(identity);

  if (await ensureStateBucket({ environment, clientOptions })) {
    logger.info(`Created the state bucket ${stateBucketName(environment)}`);
  }
  const applied = await services.operator.apply(target, {
    allowDestroy: false,
    findAdoptions: async plan => {
      const adoptions = await findAdoptions({
        plan,
        environment,
        clientOptions,
      });
      for (const { address } of adoptions) {
        logger.info(`${address} exists already and is adopted`);
      }
      return adoptions;
    },
  });
  const madeKey = await ensureStackUserKey({
    environment,
    clientOptions,
    signal,
  });
  if (madeKey) {
    logger.info(
      'Made the access key of the stack user and stored it in Secrets Manager',
    );
  }
  await access.store(identity).writeScanPolicy();
  const outputs = changeOutputs({
    stack,
    environment: environment.name,
    ...applied,
  });
  return { ...outputs, changed: outputs.changed || madeKey };
}
