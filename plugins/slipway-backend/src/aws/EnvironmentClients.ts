import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { type Config } from '@backstage/config';
import {
  type Environment,
  EnvironmentCredentials,
  type RunOptions,
  StateStore,
} from '@slipway/plugin-slipway-node';
import { PrometheusClient } from '../metrics';

/** What one environment is read with. */
interface Clients {
  environment: Environment;
  /** The reader's. */
  credentials: RunOptions['credentials'];
  ecs: ECSClient;
  ecr: ECRClient;
  state: StateStore;
  prometheus?: PrometheusClient;
}

/**
 * The clients of each environment, made once: they share one set of the reader's credentials, so an account sees one
 * AssumeRole an hour.
 */
export class EnvironmentClients {
  readonly #clients: ReadonlyMap<string, Clients>;

  static fromConfig(
    config: Config,
    options: { environments: readonly Environment[] },
  ): EnvironmentClients {
    return new EnvironmentClients(
      new Map(
        options.environments.map(environment => {
          const credentials = EnvironmentCredentials.fromConfig(config, {
            environment,
          });
          return [environment.name, createClients(environment, credentials)];
        }),
      ),
    );
  }

  private constructor(clients: ReadonlyMap<string, Clients>) {
    this.#clients = clients;
  }

  of(environment: string): Clients {
    const clients = this.#clients.get(environment);
    if (!clients) {
      throw new Error(`Environment ${environment} is not configured`);
    }
    return clients;
  }
}

function createClients(
  environment: Environment,
  credentials: EnvironmentCredentials,
): Clients {
  const clientOptions = credentials.clientOptions('reader');
  const { name, prometheus } = environment;
  return {
    environment,
    credentials: credentials.provider('reader'),
    ecs: new ECSClient(clientOptions),
    ecr: new ECRClient(clientOptions),
    state: StateStore.create({ environment, clientOptions }),
    prometheus:
      prometheus &&
      PrometheusClient.create({ settings: prometheus, environment: name }),
  };
}
