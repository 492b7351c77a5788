import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { localIdentity } from '../lib/localIdentity.mjs';
import { root } from '../lib/paths.mjs';
import { PlainError, step } from '../lib/report.mjs';
import { portalClient } from '../portal/portalClient.mjs';
import { providerSettings } from '../test/providerSettings.mjs';

const VARIABLES = {
  account_id: '123456789012',
  region: localIdentity.AWS_REGION,
  prefix: 'slipway',
  environment: 'local',
  owner: 'group:default/orders-team',
  size: 'small',
  desired_count: 10,
};

// What the runner adds for an emulator: the bare run needs it as well.
const EMULATOR = `
provider "aws" {
  s3_use_path_style = true
}
terraform {
  backend "local" {}
}
`;

function runQuietly(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', code =>
      code === 0
        ? resolve()
        : reject(
            new PlainError(`${program} ${args[0]} ended with code ${code}`),
          ),
    );
  });
}

async function secondsOf(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** `terraform init` and `apply` of the service's root, with nothing of Slipway around it. */
async function bareApply({ stack, prerequisites, toolchain, folder }) {
  const copy = path.join(folder, 'bare');
  fs.cpSync(path.join(root, 'terraform/service'), copy, { recursive: true });
  fs.writeFileSync(path.join(copy, 'bench_override.tf'), EMULATOR);
  fs.writeFileSync(
    path.join(copy, 'terraform.tfvars.json'),
    JSON.stringify({
      ...VARIABLES,
      stack: 'bench-bare',
      entity_ref: 'component:default/bench-bare',
    }),
  );
  const options = {
    cwd: copy,
    env: {
      ...toolchain.environment,
      ...localIdentity,
      ...providerSettings(folder),
      AWS_ENDPOINT_URL: stack.awsUrl,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
    },
  };
  await runQuietly(prerequisites.terraform, ['init', '-input=false'], options);
  await runQuietly(
    prerequisites.terraform,
    ['apply', '-auto-approve', '-input=false'],
    options,
  );
}

function secondsOfStep(events, stepId) {
  const times = events
    .filter(event => event.body.stepId === stepId)
    .map(event => Date.parse(event.createdAt));
  return (times.at(-1) - times[0]) / 1000;
}

/** The time of `slipway:stack:apply` beside that of a bare `terraform apply` of the same root, in one run. */
export async function measureApply(context) {
  const client = await portalClient(context.stack.portalUrl);
  step('Creating an environment…');
  await client.runTemplate('template:default/slipway-environment', {
    environment: 'local',
    loadBalancer: 'internal',
    natGateway: true,
  });
  step('Applying the service without Slipway…');
  const bare = await secondsOf(() => bareApply(context));
  step('Applying the service with Slipway…');
  const events = await client.runTemplate(
    'template:default/slipway-spring-boot-service',
    {
      name: 'bench',
      owner: 'group:default/orders-team',
      environment: 'local',
      size: 'small',
      count: VARIABLES.desired_count,
      database: false,
      javaVersion: '25',
    },
  );
  const withSlipway = secondsOfStep(events, 'apply');
  return [
    { measure: 'terraform init and apply', seconds: Number(bare.toFixed(1)) },
    { measure: 'slipway:stack:apply', seconds: Number(withSlipway.toFixed(1)) },
    {
      measure: 'added, per cent',
      seconds: Math.round((withSlipway / bare - 1) * 100),
    },
  ];
}
