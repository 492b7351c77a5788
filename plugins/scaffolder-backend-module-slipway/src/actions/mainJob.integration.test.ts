import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { LocalAws } from '@slipway/local-aws';
import { releasedTag } from '@slipway/plugin-slipway-common';
import { actionServices, runAction } from '../__testUtils__/actionHarness';
import { pushImage, scriptScan } from '../__testUtils__/localImages';
import { testRolloutsAtHooks } from '../__testUtils__/rolloutsAtHooks';
import { type ActionServices } from './ActionServices';
import {
  createEnvironmentBootstrapAction,
  createImageReleaseAction,
  createStackApplyAction,
  createStackDestroyAction,
  createStackFetchAction,
} from '.';

jest.setTimeout(400_000);

describe('from an empty account to a destroyed service', () => {
  const aws = LocalAws.create({ port: 0 });
  let services: ActionServices;
  let workspacePath: string;

  const service = { environment: 'dev', kind: 'service', stack: 'orders' };

  beforeAll(async () => {
    await aws.start();
    workspacePath = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    services = actionServices({
      endpoint: aws.url,
      repositories: join(workspacePath, 'repositories'),
    });
  });

  afterAll(async () => {
    await aws.stop();
    await rm(workspacePath, { recursive: true });
  });

  const operator = () =>
    services.environments.find('dev').credentials.clientOptions('operator');

  const bootstrap = (isDryRun?: boolean) =>
    runAction(createEnvironmentBootstrapAction(services), {
      input: { environment: 'dev' },
      isDryRun,
    });

  const fetchRoot = (user?: string) =>
    runAction(createStackFetchAction(services), {
      input: { ...service, mustBeNew: true },
      workspacePath,
      user,
    });

  it('refuses a service before there is an environment', async () => {
    await expect(fetchRoot()).rejects.toMatchObject({
      name: 'EnvironmentNotBootstrappedError',
      message: expect.stringContaining(
        'Create it with the template "New environment"',
      ),
    });
  });

  it('plans a bootstrap without leaving anything behind', async () => {
    const { output } = await bootstrap(true);
    expect(output).toMatchObject({
      changed: true,
      destroyed: 0,
      summary: expect.stringMatching(
        /^The stack bootstrap in dev: \d+ to add, 0 to change, 0 to destroy\.$/,
      ),
    });
    await expect(
      services.environments.find('dev').store('operator').hasBucket(),
    ).resolves.toBe(false);
  });

  it('bootstraps, with the state in the bucket and the key in Secrets Manager alone', async () => {
    const { output, log } = await bootstrap();
    expect(output).toMatchObject({
      changed: true,
      stateBucket: 'slipway-state-123456789012-eu-central-1',
    });
    expect(log).toContain('aws_s3_bucket.state exists already and is adopted');
    expect(log).toContain('aws_iam_user.stack: creating…');

    const { SecretString = '' } = await new SecretsManagerClient(
      operator(),
    ).send(new GetSecretValueCommand({ SecretId: 'slipway/stack-user' }));
    const { secretAccessKey } = JSON.parse(SecretString);
    expect(secretAccessKey.length).toBeGreaterThan(20);
    const state = await services.environments
      .find('dev')
      .store('operator')
      .readState({ kind: 'bootstrap' });
    if (!state || state === 'not-modified') {
      throw new Error('there is no state');
    }
    expect(JSON.parse(state.body.toString('utf8')).serial).toBe(output.serial);
    for (const place of [
      state.body.toString('utf8'),
      JSON.stringify(output),
      log.join('\n'),
    ]) {
      expect(place).not.toContain(secretAccessKey);
    }
  });

  it('bootstraps again without a change, and says so', async () => {
    const { output } = await bootstrap();
    expect(output).toMatchObject({
      changed: false,
      summary: 'The stack bootstrap in dev is what was declared: no changes.',
    });
    const { AccessKeyMetadata } = await new IAMClient(operator()).send(
      new ListAccessKeysCommand({ UserName: 'slipway-stack-user' }),
    );
    expect(AccessKeyMetadata).toHaveLength(1);
  });

  it('adopts everything when the state was lost', async () => {
    const s3 = new S3Client(operator());
    const bucket = { Bucket: 'slipway-state-123456789012-eu-central-1' };
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand(bucket),
    );
    await s3.send(
      new DeleteObjectsCommand({
        ...bucket,
        Delete: { Objects: Versions.map(({ Key }) => ({ Key })) },
      }),
    );
    const { output, log } = await bootstrap();
    expect(log).toContain('aws_iam_user.stack exists already and is adopted');
    expect(output).toMatchObject({ changed: true, destroyed: 0 });
    await expect(bootstrap()).resolves.toMatchObject({
      output: { changed: false },
    });
  });

  it('refuses a service before there is a platform', async () => {
    await expect(fetchRoot()).rejects.toThrow(
      'The environment dev has no platform yet. Create it with the template "New environment".',
    );
  });

  it('creates the platform as stack user', async () => {
    const { output } = await runAction(createStackApplyAction(services), {
      input: {
        environment: 'dev',
        kind: 'platform',
        source: 'shipped',
        variables: { alb_internal: true, nat_gateway: false },
      },
    });
    expect(output).toMatchObject({ changed: true, updated: 0, destroyed: 0 });
  });

  it('applies a service from the workspace, which then declares what was applied', async () => {
    await mkdir(join(workspacePath, 'terraform'), { recursive: true });
    await writeFile(join(workspacePath, 'terraform', 'README.md'), 'of ours');
    const { output: target } = await fetchRoot();
    expect(target).toEqual({
      accountId: '123456789012',
      region: 'eu-central-1',
      prefix: 'slipway',
    });
    const { output } = await runAction(createStackApplyAction(services), {
      input: {
        ...service,
        source: 'workspace',
        variables: {
          entity_ref: 'component:default/orders',
          owner: 'group:default/orders-team',
          size: 'small',
          repository_force_delete: true,
        },
      },
      workspacePath,
    });
    expect(output).toMatchObject({
      changed: true,
      summary: expect.stringMatching(/^The stack orders in dev: \d+ added/),
    });
    const files = await readdir(join(workspacePath, 'terraform'));
    expect(files).toEqual(
      expect.arrayContaining([
        '.terraform.lock.hcl',
        'README.md',
        'service.tf',
      ]),
    );
    expect(files).not.toContain('tests');
    await expect(
      readFile(join(workspacePath, 'terraform/terraform.tfvars.json'), 'utf8'),
    ).resolves.toContain('"stack": "orders"');
  });

  it('takes a name once only, but lets its author continue', async () => {
    await expect(fetchRoot('user:default/eve')).rejects.toThrow(
      'The name orders is taken: the environment dev has a stack of that name already. Choose another name for the service.',
    );
    await expect(fetchRoot()).resolves.toMatchObject({
      log: expect.arrayContaining([
        'Continuing what an earlier run of yours left behind in the stack orders',
      ]),
    });
  });

  it('refuses to reconcile a state that moved since it was looked at', async () => {
    const { output } = await runAction(createStackApplyAction(services), {
      input: { ...service, source: 'bundle' },
    });
    const apply = (expected: object) =>
      runAction(createStackApplyAction(services), {
        input: { ...service, source: 'bundle', ...expected },
      });
    const serial = Number(output.serial);
    await expect(apply({ expectedSerial: serial - 1 })).rejects.toThrow(
      `Nothing was applied: the state of the stack orders has moved from serial ${
        serial - 1
      } to ${serial} since it was looked at. Check the drift again, then decide anew.`,
    );
    await expect(
      apply({ expectedSerial: serial, expectedLineage: 'another' }),
    ).rejects.toThrow('it has another lineage');
  });

  it('reconciles from the bundle and finds nothing to do', async () => {
    const { output } = await runAction(createStackApplyAction(services), {
      input: { ...service, source: 'bundle' },
    });
    expect(output).toMatchObject({
      changed: false,
      summary: 'The stack orders in dev is what was declared: no changes.',
    });
  });

  it('refuses to release what was not pushed', async () => {
    await expect(
      runAction(createImageReleaseAction(services), {
        input: {
          environment: 'dev',
          stack: 'orders',
          image: `sha256:${'a'.repeat(64)}`,
        },
      }),
    ).rejects.toThrow(
      /^There is no image .*slipway\/orders@sha256:a+\. Push it first\.$/,
    );
  });

  const push = (tag: string) =>
    pushImage(new ECRClient(operator()), 'slipway/orders', tag);

  const scan = (digest: string, result: Parameters<typeof scriptScan>[2]) =>
    scriptScan(aws.url, { repository: 'slipway/orders', digest }, result);

  const release = (
    digest: string,
    options: {
      overrideReason?: string;
      onLog?: (line: string) => void;
      denied?: string[];
    } = {},
  ) => {
    const { overrideReason, onLog, denied } = options;
    const { gate } = actionServices({ endpoint: aws.url, denied });
    return runAction(createImageReleaseAction({ ...services, gate }), {
      input: {
        environment: 'dev',
        stack: 'orders',
        image: digest,
        ...(overrideReason ? { overrideReason } : {}),
      },
      onLog,
    });
  };

  async function releaseRecord(): Promise<object> {
    const state = await services.environments
      .find('dev')
      .store('stackUser')
      .readState({ kind: 'service', name: 'orders' });
    if (!state || state === 'not-modified') {
      throw new Error('there is no state');
    }
    return JSON.parse(state.body.toString('utf8')).outputs.release.value;
  }

  it('releases an image by its digest once its scan has ended, though that replaces the task definition', async () => {
    const digest = await push('first');
    await scan(digest, { status: 'IN_PROGRESS' });
    const { output, log } = await release(digest, {
      onLog: line => {
        if (line.startsWith('Waiting for the registry')) {
          scan(digest, { status: 'COMPLETE' });
        }
      },
    });
    const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/orders@${digest}`;
    expect(output).toMatchObject({ changed: true, image, scan: 'passing' });
    expect(log).toContain('The scan is passing');
    expect(await releaseRecord()).toMatchObject({
      image,
      releasedBy: 'user:default/ada',
      status: 'passing',
      scannedAt: expect.stringMatching(/^\d{4}-/),
    });
    const { services: running = [] } = await new ECSClient(operator()).send(
      new DescribeServicesCommand({
        cluster: 'slipway',
        services: ['slipway-orders'],
      }),
    );
    expect(running[0]).toMatchObject({ desiredCount: 1 });
  });

  it('keeps what runs, though more is pushed than the repository keeps', async () => {
    const ecr = new ECRClient(operator());
    const builds: string[] = [];
    for (let build = 0; build < 101; build += 1) {
      builds.push(await push(`build-${build}`));
    }
    const { imageDetails = [] } = await ecr.send(
      new DescribeImagesCommand({
        repositoryName: 'slipway/orders',
        maxResults: 1000,
      }),
    );
    const kept = imageDetails.map(({ imageDigest }) => imageDigest);
    const { image } = (await releaseRecord()) as { image: string };
    const [, running] = image.split('@');
    expect(kept).toContain(running);
    expect(kept).toHaveLength(101);
    expect(kept).not.toContain(builds[0]);
    expect(
      imageDetails.find(({ imageDigest }) => imageDigest === running),
    ).toMatchObject({ imageTags: ['first', releasedTag(running)] });
  });

  it('refuses an image that the policy blocks, unless someone gives a reason', async () => {
    const digest = await push('second');
    await scan(digest, {
      status: 'COMPLETE',
      findings: [{ name: 'CVE-2026-1', severity: 'CRITICAL' }],
    });
    await expect(release(digest)).rejects.toThrow(
      /does not let .* run: blocked by policy \(The policy blocks findings of this severity: 1 critical\)/,
    );
    const overrideReason = 'It mends an outage';
    await expect(
      release(digest, {
        overrideReason,
        denied: ['slipway.image.release.override'],
      }),
    ).rejects.toThrow('permission slipway.image.release.override is missing');
    await release(digest, { overrideReason });
    expect(await releaseRecord()).toMatchObject({
      status: 'blocked',
      overrideReason: 'It mends an outage',
    });
  });

  it('destroys the service', async () => {
    const { output } = await runAction(createStackDestroyAction(services), {
      input: { ...service, confirm: 'orders' },
    });
    expect(output).toMatchObject({ changed: true, added: 0 });
  });
  // It shares the environment, which takes longest to make; the service is made by hand, since terraform/service has no hooks.
  describe('a rollout that waits at a hook', () => {
    testRolloutsAtHooks(() => ({ url: aws.url, services }));
  });
});
