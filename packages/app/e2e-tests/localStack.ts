import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  ECSClient,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

const STATE_BUCKET = 'slipway-state-123456789012-eu-central-1';

export const operator = {
  endpoint: process.env.SLIPWAY_AWS_ENDPOINT ?? 'http://127.0.0.1:4566',
  region: 'eu-central-1',
  credentials: {
    accessKeyId: 'AKIALOCALOPERATOR000',
    secretAccessKey: 'local-operator-secret',
  },
};

const root = path.join(__dirname, '../../..');

/** The JDK that the tests were given; the one on PATH may be older. */
function onJdk(): NodeJS.ProcessEnv {
  const home = process.env.SLIPWAY_TEST_JAVA_HOME;
  return home ? { ...process.env, JAVA_HOME: home } : process.env;
}

/** The repository that the template made. */
export function repositoryOf(service: string): string {
  const folder = process.env.SLIPWAY_LOCAL_FOLDER ?? path.join(root, '.local');
  return path.join(folder, 'repositories', service);
}

/** A folder with a copy of that repository. Who asks removes it. */
export async function checkOut(service: string): Promise<string> {
  const target = await mkdtemp(path.join(tmpdir(), 'slipway-checkout-'));
  await cp(repositoryOf(service), target, { recursive: true });
  return target;
}

/** Runs a command of a generated repository; throws with the end of its output when it fails. */
export async function runIn(folder: string, words: string[]): Promise<void> {
  const [program, ...rest] = words;
  await promisify(execFile)(program, rest, {
    cwd: folder,
    env: onJdk(),
    maxBuffer: 64 * 1024 * 1024,
  }).catch(error => {
    throw new Error(
      `${words.join(' ')} failed:\n${`${error.stdout}${error.stderr}`.slice(
        -4000,
      )}`,
    );
  });
}

/** Takes the dependency out that gives a service its metrics, as somebody does who thinks it unused. */
export async function removeMetricsRegistry(folder: string): Promise<void> {
  const file = path.join(folder, 'pom.xml');
  const before = await readFile(file, 'utf8');
  const after = before.replace(
    /<dependency>\s*<groupId>io\.micrometer<\/groupId>\s*<artifactId>micrometer-registry-prometheus<[\s\S]*?<\/dependency>/,
    '',
  );
  if (after === before) {
    throw new Error(`${file} has no registry`);
  }
  await writeFile(file, after);
}

/** Where the running task of a service listens, as Prometheus is told; undefined while none runs. */
export async function addressOf(service: string): Promise<string | undefined> {
  const folder = process.env.SLIPWAY_LOCAL_FOLDER ?? path.join(root, '.local');
  const text = await readFile(path.join(folder, 'aws/targets.json'), 'utf8');
  const entries: { targets: string[]; labels: Record<string, string> }[] =
    JSON.parse(text);
  return entries.find(({ labels }) => labels.ecs_service === service)
    ?.targets[0];
}

/** Stops the tasks of a service, so that ECS has to replace them. */
export async function stopTasks(serviceName: string): Promise<void> {
  const client = new ECSClient(operator);
  const { taskArns = [] } = await client.send(
    new ListTasksCommand({ cluster: 'slipway', serviceName }),
  );
  for (const task of taskArns) {
    await client.send(new StopTaskCommand({ cluster: 'slipway', task }));
  }
}

/** Releases an image as a pipeline would: the command of the README. */
export async function release(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(root, 'scripts/release.mjs'), ...words],
    { cwd: root, env: onJdk(), maxBuffer: 16 * 1024 * 1024 },
  );
  return stdout;
}

/** Changes the desired count past Terraform, as somebody with the AWS CLI would. */
export async function changeDesiredCount(
  service: string,
  desiredCount: number,
): Promise<void> {
  const client = new ECSClient(operator);
  await client.send(
    new UpdateServiceCommand({ cluster: 'slipway', service, desiredCount }),
  );
}

/** The addresses in a stack's state, and whether its lock is held. */
export async function readState(
  stack: string,
): Promise<{ resources: string[]; locked: boolean }> {
  const client = new S3Client({ ...operator, forcePathStyle: true });
  const key = `${stack}/terraform.tfstate`;
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: STATE_BUCKET, Prefix: key }),
  );
  const { Body } = await client.send(
    new GetObjectCommand({ Bucket: STATE_BUCKET, Key: key }),
  );
  const state = JSON.parse((await Body?.transformToString()) ?? '{}');
  return {
    resources: state.resources.map(
      (resource: { type: string; name: string }) =>
        `${resource.type}.${resource.name}`,
    ),
    locked: Contents.some(object => object.Key === `${key}.tflock`),
  };
}

/** Writes an object of the state bucket, past Terraform. */
async function putObject(key: string, body: string): Promise<void> {
  const client = new S3Client({ ...operator, forcePathStyle: true });
  await client.send(
    new PutObjectCommand({
      Bucket: STATE_BUCKET,
      Key: key,
      Body: body,
      ContentLength: body.length,
    }),
  );
}

/** Empties a stack's state, as an interrupted upload does. */
export async function emptyState(stack: string): Promise<void> {
  await putObject(`${stack}/terraform.tfstate`, '');
}

/** Leaves a lock behind, as an apply does that was killed yesterday. */
export async function leaveLock(stack: string): Promise<void> {
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
  await putObject(
    `${stack}/terraform.tfstate.tflock`,
    JSON.stringify({
      ID: '7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11',
      Operation: 'OperationTypeApply',
      Who: 'ada@laptop',
      Version: '1.11.4',
      Created: yesterday.toISOString(),
    }),
  );
}
