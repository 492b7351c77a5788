import fs from 'node:fs';
import path from 'node:path';
import { localIdentity } from '../lib/localIdentity.mjs';
import { root } from '../lib/paths.mjs';
import { step } from '../lib/report.mjs';
import { portalClient } from '../portal/portalClient.mjs';
import { bareTerraform } from './bareTerraform.mjs';

const ACCOUNT = '123456789012';
const REGION = localIdentity.AWS_REGION;
const COUNT = 10;

const COMMON = { account_id: ACCOUNT, region: REGION };

// What the runner adds for an emulator: the bare run needs it as well. The state lies where Slipway keeps it, in the bucket.
const EMULATOR = `
provider "aws" {
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
`;

const backendOf = key => `
bucket                      = "slipway-state-${ACCOUNT}-${REGION}"
key                         = "${key}/terraform.tfstate"
region                      = "${REGION}"
encrypt                     = true
use_lockfile                = true
use_path_style              = true
skip_credentials_validation = true
skip_metadata_api_check     = true
`;

/** Seconds of `terraform init` and `apply` of a root, with nothing of Slipway around it. */
async function bareApply(context, { kind, name, variables }) {
  const copy = path.join(context.folder, name);
  fs.cpSync(path.join(root, 'terraform', kind), copy, { recursive: true });
  fs.writeFileSync(path.join(copy, 'bench_override.tf'), EMULATOR);
  fs.writeFileSync(path.join(copy, 'bench.tfbackend'), backendOf(name));
  fs.writeFileSync(
    path.join(copy, 'terraform.tfvars.json'),
    JSON.stringify({ ...COMMON, ...variables }),
  );
  const started = performance.now();
  for (const args of [
    ['init', '-input=false', '-backend-config=bench.tfbackend'],
    ['apply', '-auto-approve', '-input=false'],
  ]) {
    await bareTerraform(context, { cwd: copy, args });
  }
  return (performance.now() - started) / 1000;
}

/** Seconds from the first to the last event of a step, as they arrived. */
function secondsOfStep(events, stepId) {
  const times = events
    .filter(event => event.body.stepId === stepId)
    .map(event => event.arrivedAt);
  return (times.at(-1) - times[0]) / 1000;
}

function row(stack, bare, withSlipway) {
  return {
    stack,
    'terraform init and apply, s': Number(bare.toFixed(1)),
    'slipway:stack:apply, s': Number(withSlipway.toFixed(1)),
    'added, s': Number((withSlipway - bare).toFixed(1)),
    'added, per cent': Math.round((withSlipway / bare - 1) * 100),
  };
}

/**
 * The time of `slipway:stack:apply` beside that of a bare `terraform apply` of the same root with its state in the same
 * bucket, in one run: for a platform, and for a service that takes AWS (and its emulator) hardly any time.
 */
export async function measureApply(context) {
  const client = await portalClient(context.stack.portalUrl);
  step('Creating an environment with Slipway…');
  const environment = await client.runTemplate(
    'template:default/slipway-environment',
    { environment: 'local', loadBalancer: 'internal', natGateway: true },
  );
  step('Applying a platform without Slipway…');
  const barePlatform = await bareApply(context, {
    kind: 'platform',
    name: 'bench-platform',
    variables: {
      environment: 'bench',
      prefix: 'bench',
      alb_internal: true,
      nat_gateway: true,
    },
  });
  step('Applying the service without Slipway…');
  const bareService = await bareApply(context, {
    kind: 'service',
    name: 'bench-service',
    variables: {
      environment: 'local',
      prefix: 'slipway',
      stack: 'bench-bare',
      entity_ref: 'component:default/bench-bare',
      owner: 'group:default/orders-team',
      size: 'small',
      desired_count: COUNT,
    },
  });
  step('Applying the service with Slipway…');
  const service = await client.runTemplate(
    'template:default/slipway-spring-boot-service',
    {
      name: 'bench',
      owner: 'group:default/orders-team',
      environment: 'local',
      size: 'small',
      count: COUNT,
      database: false,
      javaVersion: '25',
    },
  );
  return [
    row('platform', barePlatform, secondsOfStep(environment, 'platform')),
    row('service', bareService, secondsOfStep(service, 'apply')),
  ];
}
