import { resolve } from 'node:path';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { TerraformRunner } from '@slipway/plugin-slipway-node';
import { ActionGate } from './access';
import {
  createDeploymentContinueAction,
  createDriftAdoptAction,
  createEnvironmentBootstrapAction,
  createImageReleaseAction,
  createRepositoryPublishAction,
  createStackApplyAction,
  createStackDestroyAction,
  createStackFetchAction,
  createStackPlanAction,
  createStateRestoreAction,
  createStateUnlockAction,
  type ActionServices,
} from './actions';
import { DriftAdopter, DriftReader } from './drift';
import { ConfiguredEnvironments } from './environments';
import { LocalRepositories } from './repository';
import { StackOperator } from './stacks';
import { StateOperator } from './states';

/**
 * The write side of Slipway: scaffolder actions that provision with Terraform.
 *
 * @public
 */
export const scaffolderModuleSlipway = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'slipway',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        lifecycle: coreServices.lifecycle,
        permissions: coreServices.permissions,
        urlReader: coreServices.urlReader,
      },
      async init({
        actions,
        auditor,
        auth,
        catalog,
        config,
        discovery,
        lifecycle,
        permissions,
        urlReader,
      }) {
        const runner = TerraformRunner.fromConfig(config);
        // A portal that ends must not leave a half-written state behind.
        lifecycle.addShutdownHook(() => runner.shutdown());
        const folder = config.getOptionalString('slipway.localRepositories');
        const operator = StackOperator.create({ runner });
        const services: ActionServices = {
          environments: ConfiguredEnvironments.fromConfig(config),
          gate: ActionGate.create({ permissions, auditor }),
          operator,
          states: StateOperator.create({ stacks: operator }),
          runner,
          catalog,
          adopter: DriftAdopter.create({
            catalog,
            drift: DriftReader.create({ auth, discovery }),
            integrations: ScmIntegrations.fromConfig(config),
            urlReader,
            runner,
          }),
          repositories: folder
            ? LocalRepositories.create({ folder: resolve(folder) })
            : undefined,
        };
        actions.addActions(
          createEnvironmentBootstrapAction(services),
          createStackFetchAction(services),
          createStackPlanAction(services),
          createStackApplyAction(services),
          createStackDestroyAction(services),
          createStateRestoreAction(services),
          createStateUnlockAction(services),
          createImageReleaseAction(services),
          createDeploymentContinueAction(services),
          createDriftAdoptAction(services),
          createRepositoryPublishAction(services),
        );
      },
    });
  },
});
