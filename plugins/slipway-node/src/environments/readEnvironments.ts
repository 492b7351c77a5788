import { type Config } from '@backstage/config';
import { InputError, NotFoundError } from '@backstage/errors';
import { environmentNameSchema } from '@slipway/plugin-slipway-common';
import { type z } from 'zod';
import { environmentConfigSchema, type Environment } from './Environment';

const KEY = 'slipway.environments';

/**
 * The environments of `slipway.environments`, sorted by name.
 *
 * @throws InputError that names the key and what is allowed there.
 * @public
 */
export function readEnvironments(config: Config): Environment[] {
  const names = config.getOptionalConfig(KEY)?.keys() ?? [];
  const environments = names
    .map(name => readEnvironment(name, config.get(`${KEY}.${name}`)))
    .sort((a, b) => a.name.localeCompare(b.name));
  refuseSharedNames(environments);
  return environments;
}

/**
 * The environment with a name.
 *
 * @throws NotFoundError that names the configured ones.
 * @public
 */
export function findEnvironment(
  environments: readonly Environment[],
  name: string,
): Environment {
  const found = environments.find(environment => environment.name === name);
  if (!found) {
    const known = environments.map(environment => environment.name);
    throw new NotFoundError(
      `No environment ${JSON.stringify(name)} is configured; ${
        known.length > 0
          ? `there is ${known.join(', ')}`
          : `add one under ${KEY} in app-config`
      }`,
    );
  }
  return found;
}

function readEnvironment(name: string, value: unknown): Environment {
  const parsedName = environmentNameSchema.safeParse(name);
  if (!parsedName.success) {
    throw new InputError(
      `${KEY}.${name}: ${parsedName.error.issues[0].message}`,
    );
  }
  const parsed = environmentConfigSchema.safeParse(value);
  if (!parsed.success) {
    throw new InputError(describe(`${KEY}.${name}`, parsed.error));
  }
  return { name, ...parsed.data };
}

function describe(key: string, error: z.ZodError): string {
  return error.issues
    .map(issue => `${[key, ...issue.path].join('.')}: ${issue.message}`)
    .join('; ');
}

// Two environments with the same names in the same account would overwrite each other's state.
function refuseSharedNames(environments: readonly Environment[]) {
  const owners = new Map<string, string>();
  for (const { name, accountId, region, prefix } of environments) {
    const key = `${accountId} ${region} ${prefix}`;
    const owner = owners.get(key);
    if (owner) {
      throw new InputError(
        `${KEY}.${name}.prefix: ${prefix} is the prefix of ${KEY}.${owner} in the same account and region; give one of them another prefix`,
      );
    }
    owners.set(key, name);
  }
}
