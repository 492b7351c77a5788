import { type Config } from '@backstage/config';
import {
  DefaultAwsCredentialsManager,
  type AwsCredentialsManager,
} from '@backstage/integration-aws-node';
import {
  EnvironmentCredentials,
  findEnvironment,
  readEnvironments,
  StateStore,
  type Environment,
  type Identity,
} from '@slipway/plugin-slipway-node';

/** An environment and who acts in it. */
export type EnvironmentAccess = {
  environment: Environment;
  credentials: EnvironmentCredentials;
  /** The state bucket as an identity sees it. */
  store(identity: Identity): StateStore;
};

/** The environments of app-config, each with its credentials. */
export class ConfiguredEnvironments {
  readonly #environments: Environment[];
  readonly #awsCredentials: AwsCredentialsManager;
  readonly #access = new Map<string, EnvironmentAccess>();

  static fromConfig(config: Config): ConfiguredEnvironments {
    return new ConfiguredEnvironments(config);
  }

  private constructor(config: Config) {
    this.#environments = readEnvironments(config);
    this.#awsCredentials = DefaultAwsCredentialsManager.fromConfig(config);
  }

  /** Throws NotFoundError that names the configured environments. */
  find(name: string): EnvironmentAccess {
    const known = this.#access.get(name);
    if (known) {
      return known;
    }
    const environment = findEnvironment(this.#environments, name);
    const credentials = EnvironmentCredentials.create({
      environment,
      awsCredentials: this.#awsCredentials,
    });
    const access: EnvironmentAccess = {
      environment,
      credentials,
      store: identity =>
        StateStore.create({
          environment,
          clientOptions: credentials.clientOptions(identity),
        }),
    };
    this.#access.set(name, access);
    return access;
  }
}
