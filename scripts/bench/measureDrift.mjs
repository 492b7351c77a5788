import fs from 'node:fs';
import path from 'node:path';
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

/** Seconds of `init` and `plan`, and of reading the plan, in a fresh copy of the root that measureApply applied without Slipway. */
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
  return { plan: init + plan, show };
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

const rounded = (value, digits) =>
  value === undefined ? 'unknown' : Number(value.toFixed(digits));

/**
 * A full drift check beside a bare `terraform init` and `plan` of the same root, in turns; what it holds in memory; and the
 * comparison of state and ECS at each view. Needs the stacks of measureApply as they were applied.
 */
export async function measureDrift(context) {
  step('Checking drift with and without Slipway…');
  const client = await portalClient(context.stack.portalUrl);
  await untilKnown(client);
  // What is downloaded once is not what a check costs.
  await check(client);
  const bare = [];
  const checks = [];
  const memory = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await barePlan(context, round));
    memory.push(
      await peakTerraformMemory(async () => {
        checks.push(await check(client));
      }),
    );
  }
  const median = values => percentile(values, 0.5);
  const plan = median(bare.map(times => times.plan));
  const seconds = median(checks);
  return [
    {
      'terraform init and plan, s': rounded(plan, 1),
      'terraform show, s': rounded(median(bare.map(times => times.show)), 1),
      'drift check, s': rounded(seconds, 1),
      'added to init and plan, per cent': Math.round(
        (seconds / plan - 1) * 100,
      ),
      'checks per hour and process': Math.round(3600 / seconds),
      'Terraform at most, MB': rounded(
        memory.includes(undefined) ? undefined : Math.max(...memory),
        0,
      ),
      'instant drift, ms': rounded(await instantDrift(), 3),
    },
  ];
}
