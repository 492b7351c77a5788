import { ECRClient, PutImageTagMutabilityCommand } from '@aws-sdk/client-ecr';
import fs from 'node:fs';
import path from 'node:path';
import { localIdentity } from '../lib/localIdentity.mjs';
import { PlainError, step } from '../lib/report.mjs';
import { portalClient } from '../portal/portalClient.mjs';
import { bareTerraform } from './bareTerraform.mjs';
import { instantDrift } from './instantDrift.mjs';
import { untilKnown } from './measureOverview.mjs';
import { percentile } from './percentile.mjs';
import { peakTerraformMemory } from './terraformMemory.mjs';

const ROUNDS = 5;
const POLL_MS = 250;
const DEADLINE_MS = 180_000;
const ENVIRONMENT =
  '/api/slipway/entities/default/component/bench/environments/local';

/** Seconds of `init`, `plan` and `show` in a fresh copy of the root that measureApply applied without Slipway. */
async function barePlan(context, round) {
  const copy = path.join(context.folder, `bench-plan-${round}`);
  fs.cpSync(path.join(context.folder, 'bench-service'), copy, {
    recursive: true,
    filter: file => path.basename(file) !== '.terraform',
  });
  const seconds = async (...args) => {
    const started = performance.now();
    await bareTerraform(context, { cwd: copy, args });
    return (performance.now() - started) / 1000;
  };
  const init = await seconds(
    'init',
    '-input=false',
    '-backend-config=bench.tfbackend',
  );
  const plan = await seconds(
    'plan',
    '-input=false',
    '-lock=false',
    '-out=bench.tfplan',
  );
  const show = await seconds('show', '-json', 'bench.tfplan');
  return { init, plan, show };
}

/** Seconds of one full check of the same root with Slipway, without the time in the queue. */
async function check(client) {
  const drift = () => client.get(`${ENVIRONMENT}/facets/drift`);
  const before = (await drift()).data?.lastCheck?.checkedAt;
  await client.post(`${ENVIRONMENT}/drift-checks`);
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const { data, problem } = await drift();
    if (data?.lastCheck && data.lastCheck.checkedAt !== before) {
      return data.lastCheck.durationMs / 1000;
    }
    if (Date.now() > deadline) {
      throw new PlainError(
        `The drift check gave no answer: ${
          problem?.message ?? 'it still runs'
        }`,
      );
    }
    await new Promise(resolve => {
      setTimeout(resolve, POLL_MS);
    });
  }
}

/** Changes the repositories of both services by hand, or back to what their code says. */
async function setMutability({ stack }, imageTagMutability) {
  const ecr = new ECRClient({
    endpoint: stack.awsUrl,
    region: localIdentity.AWS_REGION,
    credentials: {
      accessKeyId: localIdentity.AWS_ACCESS_KEY_ID,
      secretAccessKey: localIdentity.AWS_SECRET_ACCESS_KEY,
    },
  });
  for (const repositoryName of ['slipway/bench', 'slipway/bench-bare']) {
    await ecr.send(
      new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability }),
    );
  }
  ecr.destroy();
}

const rounded = (value, digits) =>
  value === undefined ? 'unknown' : Number(value.toFixed(digits));
const median = values => percentile(values, 0.5);
const added = (seconds, bare) => Math.round((seconds / bare - 1) * 100);

/** Bare commands and checks in turns, so that both have the same machine. */
async function measureStack(context, client, name) {
  const bare = [];
  const checks = [];
  const memory = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await barePlan(context, `${name.replace(' ', '-')}-${round}`));
    memory.push(
      await peakTerraformMemory(async () => {
        checks.push(await check(client));
      }),
    );
  }
  const of = command => median(bare.map(times => times[command]));
  const seconds = median(checks);
  return {
    stack: name,
    'terraform init, s': rounded(of('init'), 1),
    'terraform plan, s': rounded(of('plan'), 1),
    'terraform show, s': rounded(of('show'), 1),
    'drift check, s': rounded(seconds, 1),
    'added to plan, per cent': added(seconds, of('plan')),
    'added to init and plan, per cent': added(
      seconds,
      median(bare.map(({ init, plan }) => init + plan)),
    ),
    'checks per hour and process': Math.round(3600 / seconds),
    'Terraform at most, MB': rounded(
      memory.includes(undefined) ? undefined : Math.max(...memory),
      0,
    ),
  };
}

/**
 * A full drift check beside bare Terraform on the same root, in turns, of a stack that is what its code says and of one that
 * was changed by hand; what it holds in memory; and the comparison of state and ECS at each view. Needs the stacks of
 * measureApply as they were applied.
 */
export async function measureDrift(context) {
  step('Checking drift with and without Slipway…');
  const client = await portalClient(context.stack.portalUrl);
  await untilKnown(client);
  // What is downloaded once is not what a check costs.
  await check(client);
  const inSync = await measureStack(context, client, 'in sync');
  await setMutability(context, 'MUTABLE');
  const drifted = await measureStack(context, client, 'drifted');
  await setMutability(context, 'IMMUTABLE');
  return {
    'Drift checks with and without Slipway': [inSync, drifted],
    'Instant drift at each view': [
      { 'instant drift, ms': rounded(await instantDrift(), 3) },
    ],
  };
}
