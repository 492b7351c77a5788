import DataLoader from 'dataloader';
import { type EcsCalls, whenItsTurn } from './ServiceLoader';

/** What ECS describes by ARN. */
export interface DescribedKey {
  environment: string;
  arn: string;
}

/** Options of {@link ArnLoader}. */
export interface ArnLoaderOptions<V> {
  calls: EcsCalls;
  /** The IAM action, for example `ecs:DescribeServiceRevisions`. */
  action: string;
  /** How many ARNs a call takes. */
  perCall: number;
  /** In the order of the ARNs, with an error for each that ECS did not describe. */
  describe(
    environment: string,
    arns: readonly string[],
  ): Promise<(V | Error)[]>;
}

/** Describes what ECS takes many ARNs of in one call, whichever services they belong to. Keeps nothing. */
export class ArnLoader<V> {
  readonly #options: ArnLoaderOptions<V>;
  readonly #loaders = new Map<string, DataLoader<string, V>>();

  constructor(options: ArnLoaderOptions<V>) {
    this.#options = options;
  }

  async load({ environment, arn }: DescribedKey): Promise<V> {
    const { calls, action, perCall, describe } = this.#options;
    let loader = this.#loaders.get(environment);
    if (!loader) {
      loader = new DataLoader(arns => describe(environment, arns), {
        cache: false,
        maxBatchSize: perCall,
        batchScheduleFn: whenItsTurn(calls, { environment, action }),
      });
      this.#loaders.set(environment, loader);
    }
    return loader.load(arn);
  }
}
