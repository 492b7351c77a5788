// The release of a generated service asks what the portal asks: this file is bundled into the template's scan-gate.mjs.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeJudgement } from '../../plugins/slipway-common/src/scans/describeJudgement';
import {
  judgeScan,
  type RegistryScan,
} from '../../plugins/slipway-common/src/scans/judgeScan';
import {
  MANIFEST_TYPES,
  scannedManifest,
} from '../../plugins/slipway-common/src/scans/manifest';
import type { ScanPolicy } from '../../plugins/slipway-common/src/scans/scanPolicy';

// What terraform/service runs tasks on.
const ARCHITECTURE = 'amd64';
const INTERVAL_MS = Number(process.env.SCAN_INTERVAL_MS ?? 5_000);
const START_MS = 12 * INTERVAL_MS;
const RUNNING_MS = 180 * INTERVAL_MS;
const IMAGE =
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([a-z0-9._/-]+)@(sha256:[0-9a-f]{64})$/;

function aws(...args: string[]): string {
  return execFileSync('aws', args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function readPolicy(bucket: string): ScanPolicy {
  try {
    return JSON.parse(
      aws('s3', 'cp', `s3://${bucket}/policies/scans.json`, '-'),
    );
  } catch (error) {
    throw new Error(
      `The policy of images cannot be read from ${bucket}: run the portal's template "New environment" for this environment once more. ${error}`,
    );
  }
}

function readScan(repository: string, digest: string): RegistryScan {
  const { images } = JSON.parse(
    aws(
      'ecr',
      'batch-get-image',
      '--output=json',
      `--repository-name=${repository}`,
      `--image-ids=imageDigest=${digest}`,
      '--accepted-media-types',
      ...MANIFEST_TYPES,
    ),
  );
  const manifest = images?.[0]?.imageManifest;
  if (!manifest) {
    return { kind: 'not-in-registry' };
  }
  const scanned = scannedManifest({ digest, manifest }, ARCHITECTURE);
  if (scanned.digest === undefined) {
    return { kind: 'not-in-registry', platforms: scanned.platforms };
  }
  try {
    // The CLI reads all pages into one answer.
    const answer = aws(
      'ecr',
      'describe-image-scan-findings',
      '--output=json',
      `--repository-name=${repository}`,
      `--image-id=imageDigest=${scanned.digest}`,
    );
    return {
      kind: 'scan',
      scannedDigest: scanned.digest,
      pages: [JSON.parse(answer)],
    };
  } catch (error) {
    if (
      String((error as { stderr?: string }).stderr).includes('ScanNotFound')
    ) {
      return { kind: 'not-scanned', scannedDigest: scanned.digest };
    }
    throw error;
  }
}

async function main(): Promise<void> {
  const { IMAGE: image = '', STATE_BUCKET: bucket = '' } = process.env;
  const [, repository, digest] = IMAGE.exec(image) ?? [];
  if (!repository || !digest || !bucket) {
    throw new Error(
      'IMAGE must name an image of the registry by digest, and STATE_BUCKET the bucket of the state',
    );
  }
  const policy = readPolicy(bucket);
  const started = Date.now();
  for (;;) {
    const judgement = judgeScan(
      readScan(repository, digest),
      policy,
      new Date(),
    );
    const limits: Partial<Record<string, number>> = {
      'in-progress': RUNNING_MS,
      'not-scanned': START_MS,
    };
    if (Date.now() - started >= (limits[judgement.status] ?? 0)) {
      console.log(`The scan of ${image} is ${describeJudgement(judgement)}`);
      process.exitCode = judgement.status === 'passing' ? 0 : 1;
      return;
    }
    console.log(`Waiting for the registry: ${describeJudgement(judgement)}`);
    await sleep(INTERVAL_MS);
  }
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
