import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { type MeasurementSetup, UNKNOWN_SETUP } from './MeasurementSetup';
import { MeasurementSetupReader } from './MeasurementSetupReader';
import { readBuild } from './readBuild';
import { readSettings } from './readSettings';
import { RepositoryFiles } from './RepositoryFiles';

const dependency = (artifact: string, scope = 'runtime') =>
  `<dependency><groupId>x</groupId><artifactId>${artifact}</artifactId><scope>${scope}</scope></dependency>`;
const WEB = dependency('spring-boot-starter-webmvc', 'compile');
const REGISTRY = dependency('micrometer-registry-prometheus');

describe('readBuild', () => {
  it.each<[string, string, boolean | undefined]>([
    ['the registry', `${WEB}${REGISTRY}`, true],
    ['no registry', WEB, false],
    ['one in a comment', `${WEB}<!-- ${REGISTRY} -->`, false],
    [
      'one for tests',
      `${WEB}${dependency('micrometer-registry-prometheus', 'test')}`,
      false,
    ],
    [
      'one that is only managed',
      `<dependencyManagement>${REGISTRY}</dependencyManagement>${WEB}`,
      false,
    ],
    [
      'the client of before, which Spring Boot 4 does not take',
      `${WEB}${dependency('micrometer-registry-prometheus-simpleclient')}`,
      false,
    ],
    ['modules', `<modules><module>a</module></modules>${WEB}`, undefined],
    [
      'what gives it everything',
      dependency('acme-service-starter', 'compile'),
      undefined,
    ],
    ['nothing of a build', '404: Not Found', undefined],
  ])('tells of a pom.xml with %s', (_name, text, expected) => {
    expect(readBuild('pom.xml', text)).toBe(expected);
  });

  const web =
    'implementation("org.springframework.boot:spring-boot-starter-web")';

  it.each<[string, string, boolean | undefined]>([
    [
      'the registry',
      'runtimeOnly "io.micrometer:micrometer-registry-prometheus"',
      true,
    ],
    [
      'the registry of a version catalog',
      'runtimeOnly(libs.micrometer.registry.prometheus)',
      true,
    ],
    ['none', web, false],
    [
      'one in a comment',
      `${web}\n// runtimeOnly("io.micrometer:micrometer-registry-prometheus")`,
      false,
    ],
    [
      'one for tests',
      `${web}\ntestRuntimeOnly("io.micrometer:micrometer-registry-prometheus")`,
      false,
    ],
    ['a bundle', `${web}\nruntimeOnly(libs.bundles.observability)`, undefined],
    ['a plugin of its own', 'plugins { id("acme.service") }', undefined],
  ])('tells of Gradle with %s', (_name, text, expected) => {
    expect(readBuild('build.gradle.kts', text)).toBe(expected);
  });
});

describe('readSettings', () => {
  const EXPOSURE = 'management.endpoints.web.exposure';

  it.each<[string, string, boolean | undefined]>([
    [
      'a list of names',
      'management: {endpoints: {web: {exposure: {include: "health, prometheus"}}}}',
      true,
    ],
    ['a sequence', `${EXPOSURE}.include: [health, prometheus]`, true],
    ['everything', `${EXPOSURE}.include: "*"`, true],
    [
      'everything but it',
      `${EXPOSURE}: {include: "*", exclude: prometheus}`,
      false,
    ],
    ['health alone', `${EXPOSURE}.include: health`, false],
    ['nothing, which means health', 'server.port: 8080', false],
    ['nothing at all', '', false],
    [
      'what the environment decides',
      `${EXPOSURE}.include: \${ENDPOINTS:health}`,
      undefined,
    ],
    [
      'an endpoint that is off',
      `${EXPOSURE}.include: prometheus\nmanagement.endpoint.prometheus.access: none`,
      false,
    ],
    [
      'an export that is off',
      `${EXPOSURE}.include: prometheus\nmanagement.prometheus.metrics.export.enabled: false`,
      false,
    ],
    [
      'a profile that may expose it',
      `a: 1\n---\nspring.config.activate.on-profile: prod\n${EXPOSURE}.include: prometheus`,
      undefined,
    ],
    ['an import that may', 'spring.config.import: configserver:', undefined],
    ['nonsense', 'a: [', undefined],
  ])('tells of YAML with %s', (_name, text, expected) => {
    expect(readSettings('application.yaml', text).exposesEndpoint).toBe(
      expected,
    );
  });

  it('reads properties', () => {
    expect(
      readSettings(
        'application.properties',
        `# ${EXPOSURE}.include=health\n${EXPOSURE}.include = health,\\\n  prometheus\nmanagement.server.port: 9000\nserver.servlet.context-path=/orders\n`,
      ),
    ).toEqual({
      exposesEndpoint: true,
      moves: [
        'server.servlet.context-path=/orders',
        'management.server.port=9000',
      ],
    });
  });
});

describe('MeasurementSetupReader', () => {
  const logger = mockServices.logger.mock();
  const complete: MeasurementSetup = {
    buildFile: 'pom.xml',
    hasRegistry: true,
    settingsFile: 'src/main/resources/application.yml',
    exposesEndpoint: false,
    moves: [],
  };
  const content: Record<string, string> = {
    'pom.xml': REGISTRY,
    'src/main/resources/application.yml': 'server.port: 8080',
  };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-repositories-'));
    await mkdir(join(folder, 'repositories/orders/src/main/resources'), {
      recursive: true,
    });
    for (const [path, text] of Object.entries(content)) {
      await writeFile(join(folder, 'repositories/orders', path), text);
    }
    await writeFile(join(folder, 'pom.xml'), REGISTRY);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const create = (local = true) => {
    const urlReader = mockServices.urlReader.mock({
      readUrl: async url => {
        const [, path = ''] =
          /^https:\/\/github\.com\/a\/b\/tree\/main\/(.+)$/.exec(url) ?? [];
        const text = content[path];
        if (text === undefined) {
          throw url.includes('github.com/a/b')
            ? new NotFoundError('no such file')
            : new Error('Reading from it is not allowed');
        }
        return { buffer: async () => Buffer.from(text) };
      },
    });
    const slipway = local
      ? { localRepositories: join(folder, 'repositories') }
      : {};
    const files = RepositoryFiles.fromConfig(
      mockServices.rootConfig({ data: { slipway } }),
      { urlReader },
    );
    return {
      urlReader,
      reader: MeasurementSetupReader.create({ files, logger }),
    };
  };

  it('reads a repository once for many, by the integrations of the portal', async () => {
    const { reader, urlReader } = create();
    const location = 'url:https://github.com/a/b/tree/main/';
    const all = [reader.read(location), reader.read(location)];
    expect(await Promise.all(all)).toEqual([complete, complete]);
    expect(await reader.read(location)).toEqual(complete);
    // The build file, and the settings under their first two names.
    expect(urlReader.readUrl).toHaveBeenCalledTimes(3);
  });

  it('reads a repository of the local stack', async () => {
    const location = () => `file:${join(folder, 'repositories/orders')}/`;
    expect(await create().reader.read(location())).toEqual(complete);
    expect(await create(false).reader.read(location())).toEqual(UNKNOWN_SETUP);
  });

  it.each([
    ['beside the repositories', () => `file:${folder}/`],
    ['above them', () => `file:${folder}/repositories/../`],
    ['of a host that is not allowed', () => 'url:http://169.254.169.254/'],
    ['of no kind', () => 'ssh:git@github.com:a/b'],
    ['that is not there', () => undefined],
  ])('says nothing of a location %s', async (_name, location) => {
    expect(await create().reader.read(location())).toEqual(UNKNOWN_SETUP);
  });

  it('does without a git host that does not answer', async () => {
    const reader = MeasurementSetupReader.create({
      files: { read: async () => new Promise(() => {}) },
      logger,
    });
    const started = Date.now();
    expect(await reader.read('url:https://git.example/')).toEqual(
      UNKNOWN_SETUP,
    );
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});
