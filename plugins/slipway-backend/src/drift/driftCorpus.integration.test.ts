import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Stack } from '@slipway/plugin-slipway-common';
import { type RunOptions } from '@slipway/plugin-slipway-node';
import { CorpusAccount } from './__testUtils__/corpus/CorpusAccount';
import { CorpusScore } from './__testUtils__/corpus/CorpusScore';
import { type DriftCase } from './__testUtils__/corpus/DriftCase';
import { inRounds } from './__testUtils__/corpus/inRounds';
import {
  platformCases,
  platformNoise,
} from './__testUtils__/corpus/platformCases';
import { scaledCases } from './__testUtils__/corpus/scaledCases';
import { serviceCases } from './__testUtils__/corpus/serviceCases';
import { scaledNoise, serviceNoise } from './__testUtils__/corpus/serviceNoise';

// Then there is a check after every single change, otherwise one after all that change something and one after all that take
// something away.
const ALONE = process.env.SLIPWAY_CORPUS === 'alone';

jest.setTimeout(ALONE ? 7_200_000 : 900_000);

// It lives in the state alone: nobody can change it by hand.
const NOWHERE_ELSE = 'terraform_data';

describe('the corpus of drift', () => {
  const score = new CorpusScore();
  const account = new CorpusAccount();

  beforeAll(() => account.start());

  afterAll(async () => {
    await account.stop();
    // The figures that the corpus is for.
    process.stdout.write(`${score.describe()}\n`);
  });

  const work = (
    stack: Stack,
    options: {
      variables: RunOptions['variables'];
      cases: DriftCase[];
      noise: DriftCase[];
    },
  ) =>
    account.withStack(stack, options.variables, async corpus => {
      await corpus.checkClean(score);
      for (const cases of [options.noise, options.cases]) {
        for (const round of inRounds(cases, ALONE)) {
          await corpus.checkRound(round, score);
        }
      }
      // Everything that was found is what an apply mends.
      await corpus.mend();
      await corpus.checkClean(score);
    });

  it('finds what was changed in a platform, and nothing else', async () => {
    await work(
      { kind: 'platform' },
      {
        variables: { nat_gateway: true },
        cases: platformCases,
        noise: platformNoise,
      },
    );
    expect(score).toMatchObject({ missed: [], wrong: [] });
  });

  it('finds what was changed in services, and nothing else', async () => {
    const service = (name: string) => ({
      entity_ref: 'component:default/orders',
      owner: 'group:default/orders-team',
      repository_force_delete: true,
      image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/slipway/${name}@sha256:${'a'.repeat(
        64,
      )}`,
    });
    await Promise.all([
      work(
        { kind: 'service', name: 'orders' },
        {
          variables: {
            ...service('orders'),
            database: true,
            database_deletion_protection: false,
          },
          cases: serviceCases,
          noise: serviceNoise,
        },
      ),
      work(
        { kind: 'service', name: 'scaled' },
        {
          variables: {
            ...service('scaled'),
            autoscaling: { min_count: 1, max_count: 3 },
            dashboard: true,
          },
          cases: scaledCases,
          noise: [...serviceNoise, ...scaledNoise],
        },
      ),
    ]);
    expect(score).toMatchObject({ missed: [], wrong: [] });
  });

  it('has a precision and a recall of 100 %', () => {
    expect(score).toMatchObject({ missed: [], wrong: [] });
    // What is no drift in any service is tried in both.
    expect(score.changes).toBe(
      [
        ...platformNoise,
        ...platformCases,
        ...serviceNoise,
        ...serviceCases,
        ...serviceNoise,
        ...scaledNoise,
        ...scaledCases,
      ].length,
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
      const declared = await declaredTypes(account.rootOf(kind));
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
