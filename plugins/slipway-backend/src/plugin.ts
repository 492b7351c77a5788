import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { slipwayPermissions } from '@slipway/plugin-slipway-common';
import {
  endAbandonedWork,
  readEnvironments,
  TerraformRunner,
} from '@slipway/plugin-slipway-node';
import { registerActions } from './actions';
import { CallMeter, EnvironmentClients } from './aws';
import { createEcsRecords, DetailsReader, EcsReader } from './deployments';
import {
  DriftCheckQueue,
  DriftCheckStore,
  DriftNotifier,
  observeDrift,
  PlanDriftChecker,
  readDriftSettings,
  scheduleDriftChecks,
} from './drift';
import { EnvironmentsReader } from './environments';
import {
  EnvironmentReader,
  MeasurementSetupReader,
  MetricsHistoryReader,
  MetricsReader,
  readMetricsQueries,
  RepositoryFiles,
} from './metrics';
import { ServiceFacets } from './overview';
import { createRouter } from './router';
import {
  OverrideReader,
  RegistryReader,
  RepositoryReader,
  ScanDetailsReader,
} from './scans';
import { ServiceDirectory } from './services';
import { StackReader } from './stacks';
import { StateVersionList, StateVersionReader } from './state';

/**
 * The read side of Slipway: the facets of services on AWS ECS. It never changes anything in AWS.
 *
 * @public
 */
export const slipwayPlugin = createBackendPlugin({
  pluginId: 'slipway',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        urlReader: coreServices.urlReader,
      },
      async init(deps) {
        const { catalog, config, logger, lifecycle } = deps;
        deps.permissionsRegistry.addPermissions(slipwayPermissions);

        const environments = readEnvironments(config);
        const byName = new Map(
          environments.map(environment => [environment.name, environment]),
        );
        const clients = EnvironmentClients.fromConfig(config, {
          environments,
          meter: CallMeter.create(deps.metrics),
        });
        const stateOf = (environment: string) => clients.of(environment).state;

        // Not waited for: Terraform may take minutes to save a state.
        void endAbandonedWork({ logger });
        const driftSettings = readDriftSettings(config);
        const runner = TerraformRunner.fromConfig(config);
        const store = await DriftCheckStore.create(deps.database);
        const driftChecks = DriftCheckQueue.create({
          store,
          checker: PlanDriftChecker.create({
            runner,
            accessOf: environment => clients.of(environment),
            logger,
          }),
          environments: byName,
          concurrency: driftSettings.processes,
          notifier: DriftNotifier.create({
            auth: deps.auth,
            catalog,
            notifications: deps.notifications,
            logger,
          }),
          logger,
        });
        observeDrift({
          metrics: deps.metrics,
          store,
          environments: byName,
        });
        lifecycle.addShutdownHook(async () => {
          await driftChecks.stop();
          await runner.shutdown();
        });
        await scheduleDriftChecks({
          scheduler: deps.scheduler,
          environments,
          store,
          queue: driftChecks,
          retentionDays: driftSettings.retentionDays,
          sourceOf: stateOf,
          logger,
        });

        const metricsSource = {
          clientOf: (environment: string) => clients.of(environment).prometheus,
          logger,
        };
        const stacks = StackReader.create({ sourceOf: stateOf, logger });
        const ecrSource = {
          clientOf: (environment: string) => clients.of(environment).ecr,
          logger,
        };
        const registry = RegistryReader.create(ecrSource);
        const ecsCalls = {
          clientOf: (environment: string) => clients.of(environment).ecs,
          turnOf: (environment: string, action: string) =>
            clients.of(environment).turn(action),
        };
        const records = createEcsRecords({ ...ecsCalls, logger });
        const facets = ServiceFacets.create({
          environments: byName,
          stacks,
          ecs: EcsReader.create({ ...ecsCalls, records, logger }),
          details: DetailsReader.create({
            clientsOf: environment => clients.of(environment),
            records,
            logger,
          }),
          registry,
          overrides: OverrideReader.create({ sourceOf: stateOf, logger }),
          scanDetails: ScanDetailsReader.create({
            registry,
            repositories: RepositoryReader.create(ecrSource),
          }),
          metrics: MetricsReader.create(metricsSource),
          prometheus: EnvironmentReader.create(metricsSource),
          measurementSetup: MeasurementSetupReader.create({
            files: RepositoryFiles.fromConfig(config, {
              urlReader: deps.urlReader,
            }),
            logger,
          }),
          tasks: records.tasks,
          metricsHistory: MetricsHistoryReader.create({
            ...metricsSource,
            configured: readMetricsQueries(config),
          }),
          driftChecks,
          logger,
        });

        const directory = ServiceDirectory.create({
          catalog,
          environments,
        });
        registerActions(deps.actionsRegistry, {
          permissions: deps.permissions,
          directory,
          facets,
        });
        deps.httpRouter.use(
          createRouter({
            httpAuth: deps.httpAuth,
            permissions: deps.permissions,
            auditor: deps.auditor,
            directory,
            environments: EnvironmentsReader.create({
              environments,
              sourceOf: stateOf,
              logger,
            }),
            facets,
            driftChecks,
            stateVersions: StateVersionList.create({
              stacks,
              reader: StateVersionReader.create({ sourceOf: stateOf }),
            }),
          }),
        );
      },
    });
  },
});
