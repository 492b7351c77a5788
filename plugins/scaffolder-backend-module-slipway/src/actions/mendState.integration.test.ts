import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type JsonObject } from '@backstage/types';
import { LocalAws } from '@slipway/local-aws';
import { type StateStore } from '@slipway/plugin-slipway-node';
import { actionServices, runAction } from '../__testUtils__/actionHarness';
import { runKilledRestore } from '../__testUtils__/runKilledRestore';
import { SMALL_ROOT } from '../__testUtils__/smallRoot';
import { type ActionServices } from './ActionServices';
import {
  createEnvironmentBootstrapAction,
  createStackApplyAction,
  createStackPlanAction,
  createStateRestoreAction,
  createStateUnlockAction,
} from '.';

jest.setTimeout(300_000);

const BUCKET = 'slipway-state-123456789012-eu-central-1';
const KEY = 'services/orders/terraform.tfstate';
const stack = { kind: 'service', name: 'orders' } as const;
const service = { environment: 'dev', kind: 'service', stack: 'orders' };
const SECOND = 'aws_cloudwatch_log_group.main["second"]';

describe('mending a state as the stack user', () => {
  const aws = LocalAws.create({ port: 0 });
  let services: ActionServices;
  let workspacePath: string;
  let store: StateStore;
  let s3: S3Client;

  const put = (key: string, body: string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: key,
        Body: body,
        ContentLength: body.length,
      }),
    );

  const apply = (names: string[]) =>
    runAction(createStackApplyAction(services), {
      input: { ...service, source: 'workspace', variables: { names } },
      workspacePath,
    });

  const plan = () =>
    runAction(createStackPlanAction(services), {
      input: { ...service, source: 'bundle' },
    });

  const restore = (
    input: JsonObject,
    options: Partial<Parameters<typeof runAction>[1]> = {},
  ) =>
    runAction(createStateRestoreAction(services), {
      ...options,
      input: { ...service, ...input },
    });

  const unlock = (lockId: string, isDryRun?: boolean) =>
    runAction(createStateUnlockAction(services), {
      input: { ...service, lockId },
      isDryRun,
    });

  async function newest(): Promise<string> {
    const { states } = await store.listStackVersions(stack);
    return states[0].versionId ?? '';
  }

  async function serial(): Promise<number | undefined> {
    const state = await store.readState(stack);
    const body = state && state !== 'not-modified' ? String(state.body) : '';
    return body === '' ? undefined : JSON.parse(body).serial;
  }

  /** Runs a restore in another process until it logs a line, and kills it there. */
  async function restoreKilledAt(version: string, line: string) {
    const end = await runKilledRestore([aws.url, version, line]);
    expect(end).toEqual({ code: null, signal: 'SIGKILL' });
  }

  beforeAll(async () => {
    await aws.start();
    workspacePath = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    await mkdir(join(workspacePath, 'terraform'));
    await writeFile(join(workspacePath, 'terraform', 'main.tf'), SMALL_ROOT);
    services = actionServices({ endpoint: aws.url });
    await runAction(createEnvironmentBootstrapAction(services), {
      input: { environment: 'dev' },
    });
    const access = services.environments.find('dev');
    store = access.store('operator');
    s3 = new S3Client(access.credentials.clientOptions('operator'));
    await apply(['first', 'second']);
  });

  afterAll(async () => {
    s3?.destroy();
    await aws.stop();
    await rm(workspacePath, { recursive: true });
  });

  it('says what a version would bring back, and changes nothing', async () => {
    const good = await newest();
    await put(KEY, '');
    for (const [preview, isDryRun] of [
      [true, false],
      [false, true],
    ]) {
      const { output, log } = await restore(
        { version: good, preview },
        { isDryRun },
      );
      expect(output).toMatchObject({
        broughtBack: [expect.stringContaining('"first"'), SECOND],
        forgotten: [],
        verified: false,
        summary: expect.stringContaining('would be restored to serial'),
      });
      expect(log).toContain('On the key lies: empty');
    }
    expect(await serial()).toBeUndefined();
    expect(await store.readLock(stack)).toBeUndefined();
  });

  it('puts the version back, so that a plan finds nothing to do', async () => {
    const { states } = await store.listStackVersions(stack);
    const { output, log } = await restore({ version: states[1].versionId });
    expect(output).toMatchObject({
      verified: true,
      serial: expect.any(Number),
      summary: expect.stringMatching(
        /is restored to serial \d+, sound, 2 resources\. A plan reads it\. .*no changes/,
      ),
    });
    expect(log).toContain('The version is copied onto the key');
    expect(await serial()).toBe(output.serial);
    expect(await store.readLock(stack)).toBeUndefined();
    await expect(plan()).resolves.toMatchObject({ output: { changed: false } });
  });

  it('refuses a version that is damaged itself, and one that there is not', async () => {
    const { states } = await store.listStackVersions(stack);
    const empty = states.find(({ size }) => size === 0)?.versionId ?? '';
    await expect(restore({ version: empty })).rejects.toThrow(
      'that version is empty itself',
    );
    await expect(restore({ version: 'nowhere' })).rejects.toThrow(
      'has no version nowhere',
    );
  });

  it('refuses while another run holds the lock, frees it by its id alone, also a corrupt one', async () => {
    const version = await newest();
    const held = {
      ID: 'e1',
      Who: 'ada@laptop',
      Operation: 'OperationTypeApply',
    };
    await put(`${KEY}.tflock`, JSON.stringify(held));
    await expect(restore({ version })).rejects.toThrow(
      /^Nothing was restored: the state of the stack orders is locked\. The lock e1 is held by ada@laptop since .* \(OperationTypeApply\)$/,
    );
    await expect(unlock('e2')).rejects.toThrow(/^Nothing was freed: .*e1/);
    await expect(unlock('e1', true)).resolves.toMatchObject({
      output: { freed: false },
    });
    await expect(unlock('e1')).resolves.toMatchObject({
      output: { freed: true },
    });
    await expect(unlock('e1')).resolves.toMatchObject({
      output: {
        freed: false,
        summary: 'The state of the stack orders in dev is not locked.',
      },
    });

    await put(`${KEY}.tflock`, '');
    const { id = '' } = (await store.readLock(stack)) ?? {};
    expect(id).toMatch(/^corrupt-/);
    await expect(unlock('corrupt-000000000000')).rejects.toThrow(
      'Nothing was freed',
    );
    await expect(unlock(id)).resolves.toMatchObject({
      output: { freed: true },
    });
    expect(await store.readLock(stack)).toBeUndefined();
  });

  it.each(['bootstrap', 'platform'] as const)(
    'mends the state of the %s likewise',
    async kind => {
      const other = { environment: 'dev', kind };
      if (kind === 'platform') {
        await runAction(createStackApplyAction(services), {
          input: {
            ...other,
            source: 'workspace',
            variables: { names: ['of-the-platform'] },
          },
          workspacePath,
        });
      }
      const { states } = await store.listStackVersions({ kind });
      const key = `${kind}/terraform.tfstate`;
      await put(key, '');
      await put(`${key}.tflock`, JSON.stringify({ ID: 'e1', Who: 'ada' }));
      const version = states[0].versionId ?? '';
      const mend = () =>
        runAction(createStateRestoreAction(services), {
          input: { ...other, version },
        });
      await expect(mend()).rejects.toThrow(
        `the state of the stack ${kind} is locked`,
      );
      await runAction(createStateUnlockAction(services), {
        input: { ...other, lockId: 'e1' },
      });
      const { output } = await mend();
      expect(output).toMatchObject({
        verified: true,
        forgotten: [],
        summary: expect.stringMatching(/is restored to .*A plan reads it/),
      });
      expect(output.broughtBack).not.toHaveLength(0);
      expect(await store.readLock({ kind })).toBeUndefined();
    },
  );

  it('leaves nothing locked and nothing changed when it is cancelled before the copy', async () => {
    const good = await newest();
    await apply(['first', 'second', 'third']);
    const before = await serial();
    const controller = new AbortController();
    await expect(
      restore(
        { version: good },
        {
          signal: controller.signal,
          onLog: line => line.startsWith('On the key') && controller.abort(),
        },
      ),
    ).rejects.toThrow(/abort/);
    expect(await serial()).toBe(before);
    expect(await store.readLock(stack)).toBeUndefined();
  });

  it('is explained by its lock after kill -9, to Terraform as well, and completed by the same restore', async () => {
    const { states } = await store.listStackVersions(stack);
    const [current, previous] = states;
    const version = previous.versionId ?? '';
    const before = await serial();

    await restoreKilledAt(version, 'On the key lies');
    expect(await serial()).toBe(before);
    const lock = await store.readLock(stack);
    expect(lock).toMatchObject({
      who: 'user:default/ada',
      operation: 'SlipwayRestore',
      info: expect.stringContaining(
        'run the template "Restore a state" with this version again to complete it',
      ),
    });
    await expect(apply(['first'])).rejects.toMatchObject({
      code: 'state-locked',
      message: expect.stringContaining('user:default/ada'),
    });
    await expect(restore({ version: current.versionId ?? '' })).rejects.toThrow(
      /is locked.*Slipway restores the version/,
    );

    await restoreKilledAt(version, 'The version is copied onto the key');
    const after = await serial();
    expect(after).not.toBe(before);
    expect(await store.readLock(stack)).toMatchObject({
      operation: 'SlipwayRestore',
    });

    const { output, log } = await restore({ version });
    expect(log).toContain('It lies there already: nothing is copied');
    expect(output).toMatchObject({ verified: true, serial: after });
    expect(await store.readLock(stack)).toBeUndefined();
  });
});
