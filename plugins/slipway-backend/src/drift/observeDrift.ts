import { type MetricsService } from '@backstage/backend-plugin-api/alpha';
import { needsAttention } from '@slipway/plugin-slipway-common';
import { type Environment } from '@slipway/plugin-slipway-node';
import { type DriftCheckStore } from './DriftCheckStore';
import { findingId } from './DriftHistory';
import { applyIgnoreRules } from './ignoreRules';

type DriftAttributes = { environment: string };

/** What the metrics say of one environment. Ages in seconds; absent where there is nothing to be old. */
export interface DriftFigures {
  stacks: number;
  drifted: number;
  /** Stacks whose last attempt gave no answer. */
  unchecked: number;
  oldestDriftAge?: number;
  /** Of the stack that was checked longest ago. */
  oldestCheckAge?: number;
}

/**
 * Offers `slipway.drift.*` as gauges of each environment, so that Prometheus can alert on drift and on checks that no longer
 * happen. Each collection reads the database once.
 */
export function observeDrift(options: {
  metrics: MetricsService;
  store: Pick<DriftCheckStore, 'readAll'>;
  environments: ReadonlyMap<string, Environment>;
}): void {
  const { metrics, store, environments } = options;
  const gauge = (
    name: string,
    about: { description: string; unit: string },
    valueOf: (figures: DriftFigures) => number | undefined,
  ) =>
    metrics
      .createObservableGauge<DriftAttributes>(`slipway.drift.${name}`, about)
      .addCallback(async result => {
        const figures = await driftFigures(store, environments, new Date());
        for (const [environment, of] of figures) {
          const value = valueOf(of);
          if (value !== undefined) {
            result.observe(value, { environment });
          }
        }
      });
  gauge(
    'stacks',
    {
      description: 'Stacks whose last full check found drift',
      unit: '{stack}',
    },
    ({ drifted }) => drifted,
  );
  gauge(
    'unchecked_stacks',
    {
      description: 'Stacks whose last drift check gave no answer',
      unit: '{stack}',
    },
    ({ unchecked }) => unchecked,
  );
  gauge(
    'oldest_drift_age',
    { description: 'Age of the oldest drift that stands', unit: 's' },
    ({ oldestDriftAge }) => oldestDriftAge,
  );
  gauge(
    'last_check_age',
    {
      description:
        'Age of the last full drift check of the stack that was checked longest ago',
      unit: 's',
    },
    ({ oldestCheckAge }) => oldestCheckAge,
  );
}

/** {@link DriftFigures} of every environment that is configured. */
export async function driftFigures(
  store: Pick<DriftCheckStore, 'readAll'>,
  environments: ReadonlyMap<string, Environment>,
  now: Date,
): Promise<Map<string, DriftFigures>> {
  const figures = new Map<string, DriftFigures>(
    [...environments.keys()].map(name => [
      name,
      { stacks: 0, drifted: 0, unchecked: 0 },
    ]),
  );
  const age = (at: number) => (now.getTime() - at) / 1000;
  for (const {
    environment,
    lastCheck,
    problem,
    standing,
  } of await store.readAll()) {
    const of = figures.get(environment);
    if (!of) {
      continue;
    }
    of.stacks += 1;
    of.unchecked += problem ? 1 : 0;
    if (!lastCheck) {
      continue;
    }
    of.oldestCheckAge = Math.max(
      of.oldestCheckAge ?? 0,
      age(Date.parse(lastCheck.checkedAt)),
    );
    const rules = [
      ...(environments.get(environment)?.drift.ignore ?? []),
      ...(lastCheck.rules ?? []),
    ];
    const drift = applyIgnoreRules(lastCheck.findings, rules, now).filter(
      needsAttention,
    );
    of.drifted += drift.length > 0 ? 1 : 0;
    for (const finding of drift) {
      const began =
        standing.get(findingId(finding))?.getTime() ??
        Date.parse(lastCheck.checkedAt);
      of.oldestDriftAge = Math.max(of.oldestDriftAge ?? 0, age(began));
    }
  }
  return figures;
}
