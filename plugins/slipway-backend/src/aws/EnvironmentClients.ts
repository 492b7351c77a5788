import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Config } from '@backstage/config';
import {
  type Environment,
  EnvironmentCredentials,
  type RunOptions,
  StateStore,
} from '@slipway/plugin-slipway-node';
import { PrometheusClient } from '../metrics';
import { CallLimiter } from './CallLimiter';
import { callMiddleware } from './callMiddleware';
import { type CallMeter } from './CallMeter';

/** What one environment is read with. */
interface Clients {
  environment: Environment;
  /** The reader's. */
  credentials: RunOptions['credentials'];
  ecs: ECSClient;
  ecr: ECRClient;
  scaling: ApplicationAutoScalingClient;
  loadBalancing: ElasticLoadBalancingV2Client;
  state: StateStore;
  trail: CloudTrailClient;
  prometheus?: PrometheusClient;
  /** Waits until the calls of an action that came before have had their turn. */
  turn(action: string): Promise<void>;
}

/**
 * The clients of each environment, made once: they share one set of the reader's credentials, so an account sees one
 * AssumeRole an hour. Environments in the same account and region share one limiter, as they share AWS's limits.
 */
export class EnvironmentClients {
  readonly #clients: ReadonlyMap<string, Clients>;

  static fromConfig(
    config: Config,
    options: { environments: readonly Environment[]; meter: CallMeter },
  ): EnvironmentClients {
    const limiters = new Map<string, CallLimiter>();
    const limiterOf = ({ accountId, region }: Environment) => {
      const place = `${accountId}/${region}`;
      const limiter = limiters.get(place) ?? CallLimiter.create();
      limiters.set(place, limiter);
      return limiter;
    };
    return new EnvironmentClients(
      new Map(
        options.environments.map(environment => {
          const credentials = EnvironmentCredentials.fromConfig(config, {
            environment,
          });
          const clients = createClients({
            environment,
            credentials,
            limiter: limiterOf(environment),
            meter: options.meter,
          });
          return [environment.name, clients];
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

function createClients(options: {
  environment: Environment;
  credentials: EnvironmentCredentials;
  limiter: CallLimiter;
  meter: CallMeter;
}): Clients {
  const { environment, credentials, limiter, meter } = options;
  const clientOptions = credentials.clientOptions('reader');
  const { name, prometheus } = environment;
  const plugin = callMiddleware({ environment: name, limiter, meter });
  const ecs = new ECSClient(clientOptions);
  const ecr = new ECRClient(clientOptions);
  ecs.middlewareStack.use(plugin);
  ecr.middlewareStack.use(plugin);
  const scaling = new ApplicationAutoScalingClient(clientOptions);
  const loadBalancing = new ElasticLoadBalancingV2Client(clientOptions);
  scaling.middlewareStack.use(plugin);
  loadBalancing.middlewareStack.use(plugin);
  return {
    environment,
    credentials: credentials.provider('reader'),
    ecs,
    ecr,
    state: StateStore.create({ environment, clientOptions, plugin }),
    scaling,
    loadBalancing,
    // Who changed something is worth one try, not a check that waits.
    trail: new CloudTrailClient({ ...clientOptions, maxAttempts: 1 }),
    prometheus:
      prometheus &&
      PrometheusClient.create({ settings: prometheus, environment: name }),
    turn: action => limiter.turn(action),
  };
}
