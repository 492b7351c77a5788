import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type UrlReaderService } from '@backstage/backend-plugin-api';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { type ScmIntegrationRegistry } from '@backstage/integration';
import { type CatalogService } from '@backstage/plugin-catalog-node';
import { type TerraformRunner } from '@slipway/plugin-slipway-node';
import { type ActionRun } from '../access';
import { type EnvironmentAccess } from '../environments';
import { type StackTarget, toValidStack } from '../stacks';
import { type AdoptedFindings, adoptFindings } from './adoptFindings';
import { withDeclaredCode } from './DeclaredCode';
import {
  adoptionLines,
  type AdoptionText,
  describeAdoption,
} from './describeAdoption';
import { type DriftReader } from './DriftReader';
import { type RootFiles } from './Edit';
import { checkVariables } from './editVariable';
import {
  findGitHubSource,
  type GitHubSource,
  readRootFiles,
  ROOT_FOLDER,
} from './GitHubSource';

/** Drift of a service to take into its code. */
export type AdoptionTarget = {
  access: EnvironmentAccess;
  entityRef: string;
  run: ActionRun;
};

/** A pull request that is ready to be opened. */
export type Adoption = AdoptionText & {
  source: GitHubSource;
  findings: AdoptedFindings;
};

/** Takes the drift of a service into the code of its repository on GitHub. Changes neither AWS nor the repository itself. */
export class DriftAdopter {
  readonly #catalog: CatalogService;
  readonly #drift: DriftReader;
  readonly #integrations: ScmIntegrationRegistry;
  readonly #urlReader: UrlReaderService;
  readonly #runner: Pick<TerraformRunner, 'withRun'>;

  static create(options: DriftAdopterOptions): DriftAdopter {
    return new DriftAdopter(options);
  }

  private constructor(options: DriftAdopterOptions) {
    this.#catalog = options.catalog;
    this.#drift = options.drift;
    this.#integrations = options.integrations;
    this.#urlReader = options.urlReader;
    this.#runner = options.runner;
  }

  /**
   * Works out what the last check found, with the access of the person who started the task.
   *
   * @throws ConflictError where nothing can be taken in, which names what has to be done by hand.
   */
  async adopt(options: AdoptionTarget): Promise<Adoption> {
    const { access, run } = options;
    const environment = access.environment.name;
    const credentials = await run.getInitiatorCredentials();
    const entity = await this.#find(options);
    const entityRef = stringifyEntityRef(entity);
    const source = findGitHubSource(entity, this.#integrations);
    const stack = await this.#drift.stackOf(entityRef, credentials);
    const { lastCheck } = await this.#drift.read(
      { entityRef, environment },
      credentials,
    );
    const drifted = lastCheck.findings.filter(
      ({ kind }) => kind !== 'state-only',
    );
    if (drifted.length === 0) {
      throw new ConflictError(
        'Nothing was adopted. The last drift check found no drift.',
      );
    }
    const repository = await readRootFiles(source, this.#urlReader);
    checkVariables(repository, { environment, stack });
    const target: StackTarget = {
      access,
      stack: toValidStack(access.environment, { kind: 'service', stack }),
      source: { from: 'bundle' },
      identity: 'stackUser',
      run,
    };
    const findings = await withDeclaredCode(
      { runner: this.#runner, target },
      code =>
        adoptFindings({
          findings: drifted,
          code: { declared: code.files, repository },
          plan: code.plan,
        }),
    );
    const lines = adoptionLines(findings);
    lines.forEach(line => run.logger.info(line));
    if (findings.adopted.length === 0) {
      throw new ConflictError(`Nothing was adopted. ${lines.join('. ')}.`);
    }
    const { checkedAt } = lastCheck;
    const subject = { stack, environment, checkedAt, findings };
    return { ...describeAdoption(subject), source, findings };
  }

  async #find({ entityRef, run }: AdoptionTarget): Promise<Entity> {
    const entity = await this.#catalog.getEntityByRef(entityRef, {
      credentials: await run.getInitiatorCredentials(),
    });
    if (!entity) {
      throw new NotFoundError(`The catalog has no entity ${entityRef}`);
    }
    return entity;
  }
}

/** What a {@link DriftAdopter} works with. */
export type DriftAdopterOptions = {
  catalog: CatalogService;
  drift: DriftReader;
  integrations: ScmIntegrationRegistry;
  urlReader: UrlReaderService;
  runner: Pick<TerraformRunner, 'withRun'>;
};

/** Writes the files that change below a folder, where they are in the repository of the service. */
export async function writeChanges(
  folder: string,
  changed: RootFiles,
): Promise<void> {
  await mkdir(join(folder, ROOT_FOLDER), { recursive: true });
  for (const [file, text] of changed) {
    await writeFile(join(folder, ROOT_FOLDER, file), text);
  }
}
