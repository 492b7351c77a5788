import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';

const STATE_BUCKET = 'slipway-state-123456789012-eu-central-1';

const operator = {
  endpoint: process.env.SLIPWAY_AWS_ENDPOINT ?? 'http://127.0.0.1:4566',
  region: 'eu-central-1',
  credentials: {
    accessKeyId: 'AKIALOCALOPERATOR000',
    secretAccessKey: 'local-operator-secret',
  },
};

const root = path.join(__dirname, '../../..');

/** Releases an image as a pipeline would: the command of the README. */
export async function release(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(root, 'scripts/release.mjs'), ...words],
    { cwd: root, maxBuffer: 16 * 1024 * 1024 },
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
