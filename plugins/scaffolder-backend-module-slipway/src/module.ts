import { resolve } from 'node:path';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { TerraformRunner } from '@slipway/plugin-slipway-node';
import { ActionGate } from './access';
import {
  createDeploymentContinueAction,
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
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        permissions: coreServices.permissions,
      },
      async init({
        actions,
        auditor,
        catalog,
        config,
        lifecycle,
        permissions,
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
          createRepositoryPublishAction(services),
        );
      },
    });
  },
});
