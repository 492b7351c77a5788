import {
  DescribeServicesCommand,
  type ECSClient,
  type Service,
} from '@aws-sdk/client-ecs';
import DataLoader from 'dataloader';
import { callAws } from '../problems';
import { lastPart } from '../stacks';
import { type EcsServiceKey } from './EcsServiceKey';
import { ecsFailure } from './readTasks';

// DescribeServices takes ten services.
const SERVICES_PER_CALL = 10;
// Views of several services that begin together share a call, and a batch grows while it waits for its turn.
const BATCH_WINDOW_MS = 5;

/** What batches of calls to ECS are made with. */
export interface EcsCalls {
  clientOf: (environment: string) => ECSClient;
  /** Waits until the calls of an action that came before have had their turn. */
  turnOf?: (environment: string, action: string) => Promise<void>;
}

/** Describes ECS services, ten of a cluster in one call, whoever asks for them. Keeps none. */
export class ServiceLoader {
  readonly #calls: EcsCalls;
  readonly #loaders = new Map<string, DataLoader<string, Service>>();

  constructor(calls: EcsCalls) {
    this.#calls = calls;
  }

  /** @throws ProblemError `not-found` for a service that ECS does not know. */
  async load(key: EcsServiceKey): Promise<Service> {
    const { environment, cluster } = key;
    const id = `${environment}/${cluster}`;
    let loader = this.#loaders.get(id);
    if (!loader) {
      loader = new DataLoader(
        names => this.#describe({ environment, cluster, names }),
        {
          cache: false,
          maxBatchSize: SERVICES_PER_CALL,
          batchScheduleFn: whenItsTurn(this.#calls, {
            environment,
            action: 'ecs:DescribeServices',
          }),
        },
      );
      this.#loaders.set(id, loader);
    }
    return loader.load(key.service);
  }

  async #describe(options: {
    environment: string;
    cluster: string;
    names: readonly string[];
  }): Promise<(Service | Error)[]> {
    const { environment, cluster, names } = options;
    const call = {
      action: 'ecs:DescribeServices',
      subject: `the ECS cluster ${cluster}`,
      environment,
    };
    const answer = await callAws(call, () =>
      this.#calls.clientOf(environment).send(
        new DescribeServicesCommand({
          cluster,
          services: [...names],
          include: ['TAGS'],
        }),
      ),
    );
    return names.map(
      name =>
        answer.services?.find(service => service.serviceName === name) ??
        ecsFailure(
          answer.failures?.find(({ arn }) => lastPart(arn ?? '') === name)
            ?.reason ?? 'MISSING',
          `the service ${name}`,
          environment,
        ),
    );
  }
}

/** When a batch runs: a moment after its first key, and not before its call may be made. */
export function whenItsTurn(
  { turnOf }: EcsCalls,
  call: { environment: string; action: string },
): (run: () => void) => void {
  return run =>
    setTimeout(async () => {
      await turnOf?.(call.environment, call.action);
      run();
    }, BATCH_WINDOW_MS);
}
