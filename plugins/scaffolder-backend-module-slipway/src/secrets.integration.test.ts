import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { TestDatabases } from '@backstage/backend-test-utils';
import { type JsonObject } from '@backstage/types';
import { LocalAws } from '@slipway/local-aws';
import {
  createStackBundle,
  stackUserSecretName,
  stateLayout,
} from '@slipway/plugin-slipway-node';
import { localConfig } from './__testUtils__/localConfig';
import { ERRING_ROOT, SECRET_ROOT } from './__testUtils__/secretRoot';
import { TestScaffolder } from './__testUtils__/TestScaffolder';
import { ensureStateBucket } from './bootstrap';
import { ConfiguredEnvironments } from './environments';

jest.setTimeout(300_000);

const stack = { kind: 'service', name: 'orders' } as const;
const orders = { environment: 'dev', kind: 'service', stack: 'orders' };

describe('secrets in tasks', () => {
  const aws = LocalAws.create({ port: 0, enforceAccess: false });
  const told: string[] = [];
  let scaffolder: TestScaffolder;
  let access: ReturnType<ConfiguredEnvironments['find']>;
  let s3: S3Client;

  afterAll(async () => {
    s3?.destroy();
    await scaffolder?.stop();
    await aws.stop();
  });

  // Its databases are closed after the scaffolder that uses them.
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function declare(root: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    try {
      await writeFile(join(folder, 'main.tf'), root);
      await writeFile(
        join(folder, 'terraform.tfvars.json'),
        JSON.stringify({ token: 'canary-variable' }),
      );
      await access.store('operator').writeBundle(stack, {
        body: await createStackBundle(folder),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async function run(...steps: [action: string, input?: JsonObject][]) {
    const task = await scaffolder.run(
      ...steps.map(([action, input]) => ({
        action: `slipway:${action}`,
        input: { ...orders, ...input },
      })),
    );
    told.push(task.text);
    return task;
  }

  const put = (key: string, body: string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: stateLayout(access.environment, stack).bucket,
        Key: key,
        Body: body,
      }),
    );

  async function expectNoSecret(): Promise<void> {
    const places = {
      told,
      said: scaffolder.said,
      rows: await scaffolder.rows(),
    };
    for (const [place, content] of Object.entries(places)) {
      expect(content).not.toHaveLength(0);
      expect({
        [place]: JSON.stringify(content).match(/.{0,60}canary.{0,20}/),
      }).toEqual({ [place]: null });
    }
  }

  beforeAll(async () => {
    await aws.start();
    const config = localConfig(aws.url);
    access = ConfiguredEnvironments.fromConfig(config).find('dev');
    const clientOptions = access.credentials.clientOptions('operator');
    s3 = new S3Client(clientOptions);
    await ensureStateBucket({ environment: access.environment, clientOptions });
    const secrets = new SecretsManagerClient(clientOptions);
    await secrets.send(
      new CreateSecretCommand({
        Name: stackUserSecretName(access.environment),
        SecretString: JSON.stringify({
          accessKeyId: 'AKIALOCALSTACKUSER00',
          secretAccessKey: 'canary-stack-user-key',
        }),
      }),
    );
    secrets.destroy();
    await declare(SECRET_ROOT);
    scaffolder = await TestScaffolder.start({
      slipway: config.get('slipway'),
      knex: await databases.init('SQLITE_3'),
    });
  });

  it('appear in no output, event, log line or row of a plan, an apply, an unlock, a restore and a reconciliation', async () => {
    const source = 'bundle';
    expect(
      await run(['stack:plan', { source }], ['stack:apply', { source }]),
    ).toMatchObject({ status: 'completed' });

    const store = access.store('operator');
    const state = await store.readState(stack);
    const text =
      state && state !== 'not-modified' ? state.body.toString('utf8') : '';
    expect(text).toContain('canary-variable');
    const { serial, lineage } = JSON.parse(text);
    const { key, lockKey } = stateLayout(access.environment, stack);
    await put(
      key,
      text
        .replace(`"serial": ${serial}`, `"serial": ${serial + 1}`)
        .replaceAll('canary-', 'canary-other-'),
    );
    await put(lockKey, JSON.stringify({ ID: 'e1', Who: 'ada@laptop' }));
    const { states } = await store.listStackVersions(stack);
    const version = states[1].versionId ?? '';
    const task = await run(
      ['state:unlock', { lockId: 'e1' }],
      ['state:restore', { version, preview: true }],
      ['state:restore', { version }],
      [
        'stack:apply',
        { source, expectedSerial: serial, expectedLineage: lineage },
      ],
    );
    expect(task).toMatchObject({
      status: 'completed',
      output: { step0: { freed: true }, step2: { verified: true, serial } },
    });
    await expectNoSecret();
  });

  it('appear nowhere when a task fails for a reason that names one', async () => {
    await declare(ERRING_ROOT);
    const apply = await run(['stack:apply', { source: 'bundle' }]);
    expect(apply).toMatchObject({ status: 'failed' });
    expect(apply.text).toContain('got (sensitive value)');
    expect(await run(['deployment:continue'])).toMatchObject({
      status: 'failed',
    });
    await expectNoSecret();
  });
});
