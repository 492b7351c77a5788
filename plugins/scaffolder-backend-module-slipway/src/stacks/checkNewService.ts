import { ConflictError, NotFoundError } from '@backstage/errors';
import { type CatalogService } from '@backstage/plugin-catalog-node';
import { type Stack } from '@slipway/plugin-slipway-common';
import { type ActionRun } from '../access';
import { type EnvironmentAccess } from '../environments';
import { type LocalRepositories } from '../repository';

/**
 * Stops the creation of a service whose name is taken, before anything is made. What the same person left behind in a run
 * that did not end is not taken: the next run completes it.
 *
 * @throws ConflictError that says what has the name; NotFoundError for an environment without a platform.
 */
export async function checkNewService(options: {
  access: EnvironmentAccess;
  stack: Stack & { kind: 'service' };
  catalog: CatalogService;
  repositories: LocalRepositories | undefined;
  run: ActionRun;
}): Promise<void> {
  const { access, stack, catalog, repositories, run } = options;
  const { name } = stack;
  const environment = access.environment.name;
  const entityRef = `component:default/${name}`;
  const taken = (by: string) =>
    new ConflictError(
      `The name ${name} is taken: ${by}. Choose another name for the service.`,
    );

  const credentials = await run.getInitiatorCredentials();
  if (await catalog.getEntityByRef(entityRef, { credentials })) {
    throw taken(`the catalog has ${entityRef} already`);
  }
  if (await repositories?.has(name)) {
    throw taken('there is a repository of that name already');
  }
  const store = access.store('stackUser');
  if (!(await store.headState({ kind: 'platform' }))) {
    throw new NotFoundError(
      `The environment ${environment} has no platform yet. Create it with the template "New environment".`,
    );
  }
  const [state, bundle] = await Promise.all([
    store.headState(stack),
    store.readBundle(stack),
  ]);
  if (!state && !bundle) {
    return;
  }
  const author = run.user?.ref;
  if (!author || bundle?.author !== author) {
    throw taken(
      `the environment ${environment} has a stack of that name already`,
    );
  }
  run.logger.info(
    `Continuing what an earlier run of yours left behind in the stack ${name}`,
  );
}
