import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { LocalAws } from '@slipway/local-aws';
import {
  type DriftFinding,
  needsAttention,
  type Stack,
} from '@slipway/plugin-slipway-common';
import {
  type Environment,
  EnvironmentCredentials,
  type Plan,
  readEnvironments,
  stateFileSchema,
  addressOf,
  StateStore,
  stateBucketName,
  TerraformRunner,
  type TerraformRun,
} from '@slipway/plugin-slipway-node';
import { type DriftCase, type StateAttributes } from './__corpus__/DriftCase';
import { HandChanges } from './__corpus__/HandChanges';
import { platformCases } from './__corpus__/platformCases';
import {
  scaledCases,
  scaledNoise,
  serviceCases,
} from './__corpus__/serviceCases';
import { classifyPlan } from './classifyPlan';
import { explainDrift } from './explainDrift';

jest.setTimeout(900_000);

// Changes of different resources are made together: a plan costs seconds, and a finding names its resource.
const TOGETHER = 6;

// It lives in the state alone: nobody can change it by hand.
const NOWHERE_ELSE = 'terraform_data';

const imageOf = (stack: string) =>
  `123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/${stack}@sha256:${'a'.repeat(
    64,
  )}`;

/** What was expected and what was found, over all checks. */
const score = {
  checks: 0,
  found: 0,
  missed: [] as string[],
  wrong: [] as string[],
};

describe('the corpus of drift', () => {
  const aws = LocalAws.create({ port: 0, enforceAccess: false });
  const runner = TerraformRunner.create({
    settings: {
      roots: resolvePackagePath(
        '@slipway/plugin-slipway-backend',
        '../../terraform',
      ),
    },
  });
  let environment: Environment;
  let credentials: EnvironmentCredentials;
  let store: StateStore;
  let hand: HandChanges;

  beforeAll(async () => {
    await aws.start();
    hand = new HandChanges(aws.url);
    const config = new ConfigReader({
      slipway: {
        environments: {
          local: {
            accountId: '123456789012',
            region: 'eu-central-1',
            endpoint: aws.url,
            operator: {
              accessKeyId: 'AKIALOCALOPERATOR000',
              secretAccessKey: 'local-operator-secret',
            },
          },
        },
      },
    });
    [environment] = readEnvironments(config);
    credentials = EnvironmentCredentials.fromConfig(config, { environment });
    const clientOptions = credentials.clientOptions('operator');
    store = StateStore.create({ environment, clientOptions });
    const s3 = new S3Client(clientOptions);
    await s3.send(
      new CreateBucketCommand({
        Bucket: stateBucketName(environment),
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    s3.destroy();
  });

  afterAll(async () => {
    await aws.stop();
    // The figures that the corpus is for.
    const { checks, found, missed, wrong } = score;
    process.stdout.write(
      `Drift corpus: ${checks} checks, ${found} findings; precision ${percent(
        found,
        wrong.length,
      )}, recall ${percent(found, missed.length)}\n`,
    );
  });

  async function stateOf(stack: Stack): Promise<StateAttributes> {
    const object = await store.readState(stack);
    if (!object || object === 'not-modified') {
      throw new Error('There is no state');
    }
    const file = stateFileSchema.parse(JSON.parse(object.body.toString()));
    const byAddress = new Map(
      file.resources.flatMap(resource =>
        resource.instances.map(instance => [
          addressOf(resource, instance.index_key),
          instance.attributes,
        ]),
      ),
    );
    return address => {
      const attributes = byAddress.get(address);
      if (!attributes) {
        throw new Error(`The state has no ${address}`);
      }
      return attributes as Record<string, string>;
    };
  }

  async function check(run: TerraformRun): Promise<DriftFinding[]> {
    await run.plan({ lock: false });
    const plan = await run.readDrift();
    return explainDrift(classifyPlan(plan), new Set()).filter(needsAttention);
  }

  /** Compares a check with what all changes so far must show, and scores what came new. */
  function judge(
    findings: DriftFinding[],
    expected: ReadonlySet<string>,
    known: Set<string>,
  ): void {
    score.checks += 1;
    const seen = new Set(
      findings.map(({ kind, address, attribute }) =>
        kind === 'configuration'
          ? [address, attribute].filter(Boolean).join(' ')
          : `${kind} ${address} ${attribute}`,
      ),
    );
    score.missed.push(...[...expected].filter(text => !seen.has(text)));
    score.wrong.push(...[...seen].filter(text => !expected.has(text)));
    score.found += [...seen].filter(
      text => expected.has(text) && !known.has(text),
    ).length;
    expected.forEach(text => known.add(text));
  }

  function work(
    stack: Stack,
    variables: Record<string, unknown>,
    cases: DriftCase[],
  ): Promise<void> {
    return runner.withRun(
      {
        environment,
        stack,
        credentials: credentials.provider('operator'),
        source: runner.shippedRoot(stack.kind),
        variables: variables as never,
      },
      async run => {
        await run.init();
        await run.plan();
        await run.apply({ allowDestroy: false });
        const expected = new Set<string>();
        const known = new Set<string>();
        judge(await check(run), expected, known);
        // What was read without Terraform is what Terraform says.
        expect(noiseOf(await run.readDrift())).toEqual(
          noiseOf(await run.readPlan()),
        );
        const state = await stateOf(stack);
        for (let start = 0; start < cases.length; start += TOGETHER) {
          for (const { change, finds } of cases.slice(
            start,
            start + TOGETHER,
          )) {
            await change(hand, state);
            finds.forEach(text => expected.add(text));
          }
          judge(await check(run), expected, known);
        }
        // Everything that was found is what an apply mends.
        await run.plan();
        await run.apply({ allowDestroy: true });
        judge(await check(run), new Set(), known);
      },
    );
  }

  it('finds what was changed in a platform, and nothing else', async () => {
    await work({ kind: 'platform' }, { nat_gateway: true }, platformCases);
    expect(score).toMatchObject({ missed: [], wrong: [] });
  });

  it('finds what was changed in services, and nothing else', async () => {
    const common = {
      entity_ref: 'component:default/orders',
      owner: 'group:default/orders-team',
      repository_force_delete: true,
    };
    await Promise.all([
      work(
        { kind: 'service', name: 'orders' },
        {
          ...common,
          image: imageOf('orders'),
          database: true,
          database_deletion_protection: false,
        },
        serviceCases,
      ),
      work(
        { kind: 'service', name: 'scaled' },
        {
          ...common,
          image: imageOf('scaled'),
          autoscaling: { min_count: 1, max_count: 3 },
          dashboard: true,
        },
        [...scaledNoise, ...scaledCases],
      ),
    ]);
    expect(score).toMatchObject({ missed: [], wrong: [] });
  });

  it('has a precision and a recall of 100 %', () => {
    expect(score).toMatchObject({ missed: [], wrong: [] });
    expect(score.found).toBe(
      [...platformCases, ...serviceCases, ...scaledCases].flatMap(
        ({ finds }) => finds,
      ).length,
    );
  });

  it.each([
    ['platform', platformCases],
    ['service', [...serviceCases, ...scaledCases]],
  ] as const)(
    'changes a resource of every kind in the %s',
    async (kind, cases) => {
      const changed = new Set(
        cases.flatMap(({ finds }) => finds.map(text => text.split('.')[0])),
      );
      const declared = await declaredTypes(runner.shippedRoot(kind));
      expect(declared.filter(type => !changed.has(type))).toEqual([]);
    },
  );
});

/** The types of the resources of a root module, except those that are nowhere but in the state. */
async function declaredTypes(root: string): Promise<string[]> {
  const files = (await readdir(root)).filter(name => name.endsWith('.tf'));
  const texts = await Promise.all(
    files.map(name => readFile(join(root, name), 'utf8')),
  );
  const types = texts.flatMap(text =>
    [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type]) => type),
  );
  expect(types).not.toEqual([]);
  return types.filter(type => type !== NOWHERE_ELSE);
}

function noiseOf(plan: Plan): string[] {
  const findings = classifyPlan(plan).map(finding => JSON.stringify(finding));
  expect(findings).not.toEqual([]);
  return findings.sort();
}

function percent(right: number, off: number): string {
  return right === 0 ? 'unknown' : `${(100 * right) / (right + off)} %`;
}
