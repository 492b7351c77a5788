import { type LoggerService } from '@backstage/backend-plugin-api';
import { AnswerCache } from '../../cache';
import { type MeasurementSetup, UNKNOWN_SETUP } from './MeasurementSetup';
import { readBuild } from './readBuild';
import { readSettings } from './readSettings';
import { type RepositoryFiles } from './RepositoryFiles';

const BUILD_FILES = ['pom.xml', 'build.gradle.kts', 'build.gradle'];
const SETTINGS_FILES = ['yaml', 'yml', 'properties'].map(
  ending => `src/main/resources/application.${ending}`,
);

// What a person wrote fits many times over.
const MAX_CHARACTERS = 500_000;
// How long a card waits for a git host before it does without.
const PATIENCE_MS = 3_000;

type SetupKey = { location: string };

/**
 * Reads how a service says that it is measured, out of its repository. A repository has no rate limit to spare: it is read
 * only for a service that lacks something, and not again for a minute.
 */
export class MeasurementSetupReader {
  readonly #cache: AnswerCache<SetupKey, MeasurementSetup>;

  static create(options: {
    files: Pick<RepositoryFiles, 'read'>;
    logger: LoggerService;
  }): MeasurementSetupReader {
    return new MeasurementSetupReader(options);
  }

  private constructor(options: {
    files: Pick<RepositoryFiles, 'read'>;
    logger: LoggerService;
  }) {
    const { files, logger } = options;
    this.#cache = AnswerCache.create({
      subject: 'the repository of a service',
      keyOf: ({ location }: SetupKey) => location,
      load: async ({ location }) => {
        try {
          return await readSetup(async path => files.read(location, path));
        } catch (error) {
          // The portal need not have an integration for every git host.
          logger.debug(`${location} cannot be read: ${error}`);
          return UNKNOWN_SETUP;
        }
      },
      ttl: 60_000,
      logger,
    });
  }

  /** Says nothing of a repository that cannot be read: the doctor then names what it may be. */
  async read(location: string | undefined): Promise<MeasurementSetup> {
    if (location === undefined) {
      return UNKNOWN_SETUP;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>(resolve => {
      timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    try {
      const answer = await Promise.race([this.#cache.get({ location }), late]);
      return answer?.value ?? UNKNOWN_SETUP;
    } finally {
      clearTimeout(timer);
    }
  }
}

type Read = (path: string) => Promise<string | undefined>;

async function readSetup(read: Read): Promise<MeasurementSetup> {
  const [build, settings] = await Promise.all([
    firstOf(BUILD_FILES, read),
    firstOf(SETTINGS_FILES, read),
  ]);
  return {
    buildFile: build?.path,
    hasRegistry: build && readBuild(build.path, build.text),
    settingsFile: settings?.path,
    ...(settings ? readSettings(settings.path, settings.text) : { moves: [] }),
  };
}

async function firstOf(
  paths: readonly string[],
  read: Read,
): Promise<{ path: string; text: string } | undefined> {
  for (const path of paths) {
    const text = await read(path);
    if (text !== undefined && text.length <= MAX_CHARACTERS) {
      return { path, text };
    }
  }
  return undefined;
}
