// The release of a generated service asks what the portal asks: this file is bundled into the template's scan-gate.mjs.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitJudgement } from '../../plugins/slipway-common/src/scans/awaitJudgement';
import { describeJudgement } from '../../plugins/slipway-common/src/scans/describeJudgement';
import { readRegistryScan } from '../../plugins/slipway-common/src/scans/readRegistryScan';
import { toReleaseRecord } from '../../plugins/slipway-common/src/scans/toReleaseRecord';
import { AwsCli } from './AwsCli';

// What terraform/service runs tasks on.
const ARCHITECTURE = 'amd64';
const IMAGE =
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([a-z0-9._/-]+)@(sha256:[0-9a-f]{64})$/;

const { env } = process;

/** Who releases: the person who started the run, and the run. */
function releasedBy(): string {
  const run = `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`;
  return env.GITHUB_RUN_ID
    ? `github:${env.GITHUB_ACTOR} (${run})`
    : 'a run outside of GitHub';
}

async function main(): Promise<void> {
  const image = env.IMAGE ?? '';
  const bucket = env.STATE_BUCKET ?? '';
  const [, repository, digest] = IMAGE.exec(image) ?? [];
  if (!repository || !digest || !bucket) {
    throw new Error(
      'IMAGE must name an image of the registry by digest, and STATE_BUCKET the bucket of the state',
    );
  }
  const aws = new AwsCli(repository);
  const judgement = await awaitJudgement({
    policy: aws.readPolicy(bucket),
    read: () => readRegistryScan(aws, digest, ARCHITECTURE),
    log: line => console.log(line),
    sleep,
    // A test has less.
    patience: env.SCAN_PATIENCE ? JSON.parse(env.SCAN_PATIENCE) : undefined,
  });
  console.log(`The scan of ${image} is ${describeJudgement(judgement)}`);
  if (judgement.status !== 'passing') {
    process.exitCode = 1;
    return;
  }
  if (env.RELEASE_FILE) {
    aws.keep(digest);
    const release = toReleaseRecord({
      image,
      judgement,
      releasedBy: releasedBy(),
      now: new Date(),
    });
    fs.writeFileSync(
      env.RELEASE_FILE,
      `${JSON.stringify({ image, release }, undefined, 2)}\n`,
    );
  }
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
