import { readEnvironments } from '@slipway/plugin-slipway-node';
import { ConfigReader } from '@backstage/config';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { type KnownStack } from './DriftCheckStore';
import { findingId } from './DriftHistory';
import { driftFigures, observeDrift } from './observeDrift';

const now = new Date(Date.UTC(2026, 10, 24, 12));
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const environments = new Map(
  readEnvironments(
    new ConfigReader({
      slipway: {
        environments: {
          prod: {
            accountId: '123456789012',
            region: 'eu-central-1',
            drift: {
              ignore: [{ address: 'aws_iam_role.*', reason: 'by hand' }],
            },
          },
          quiet: {
            accountId: '210987654321',
            region: 'eu-central-1',
          },
        },
      },
    }),
  ).map(environment => [environment.name, environment]),
);

const stack = (
  address: string | undefined,
  options: { checked: number; since?: number; problem?: boolean },
): KnownStack => ({
  environment: 'prod',
  stack: 'orders',
  lastCheck: {
    checkedAt: ago(options.checked).toISOString(),
    durationMs: 5,
    complete: true,
    findings: address
      ? [{ kind: 'configuration', address, action: 'update', masked: true }]
      : [],
  },
  problem: options.problem
    ? { code: 'unreachable', message: 'm', remedy: 'r' }
    : undefined,
  standing: new Map(
    address && options.since !== undefined
      ? [[findingId({ kind: 'configuration', address }), ago(options.since)]]
      : [],
  ),
});

const store = {
  readAll: async () => [
    stack('aws_lb.main', { checked: 60, since: 600 }),
    stack('aws_lb.main', { checked: 90, since: 9_000 }),
    stack('aws_iam_role.task', { checked: 30, since: 90_000 }),
    stack(undefined, { checked: 7_200, problem: true }),
  ],
};

describe('driftFigures', () => {
  it('counts what asks for something, and how old it is', async () => {
    expect(await driftFigures(store, environments, now)).toEqual(
      new Map([
        [
          'prod',
          {
            stacks: 4,
            drifted: 2,
            unchecked: 1,
            oldestDriftAge: 9_000,
            oldestCheckAge: 7_200,
          },
        ],
        ['quiet', { stacks: 0, drifted: 0, unchecked: 0 }],
      ]),
    );
  });
});

describe('observeDrift', () => {
  it('offers them as gauges of each environment', async () => {
    const observed: Record<string, [number, object][]> = {};
    const metrics = metricsServiceMock.mock({
      createObservableGauge: name =>
        ({
          addCallback: (callback: (result: object) => void) => {
            observed[name] = [];
            callback({
              observe: (value: number, attributes: object) =>
                observed[name].push([value, attributes]),
            });
          },
          removeCallback: () => undefined,
        } as never),
    });
    observeDrift({ metrics, store, environments });
    await new Promise(resolve => setImmediate(resolve));
    expect(observed['slipway.drift.stacks']).toEqual([
      [2, { environment: 'prod' }],
      [0, { environment: 'quiet' }],
    ]);
    expect(Object.keys(observed)).toEqual([
      'slipway.drift.stacks',
      'slipway.drift.unchecked_stacks',
      'slipway.drift.oldest_drift_age',
      'slipway.drift.last_check_age',
    ]);
    expect(observed['slipway.drift.last_check_age']).toHaveLength(1);
  });
});
