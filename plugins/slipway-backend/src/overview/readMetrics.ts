import {
  type FacetResults,
  type MetricsHistoryResult,
  type MetricsRange,
} from '@slipway/plugin-slipway-common';
import { type TasksReader } from '../deployments';
import {
  type EnvironmentReader,
  type MeasurementSetupReader,
  metricsFacet,
  type MetricsHistoryReader,
  metricsHistoryResult,
  type MetricsReader,
  needsExplanation,
  runningTasks,
} from '../metrics';
import { type BoundFacts, type ServiceKey } from '../services';
import { ecsKey, type Observation } from './ServiceObserver';

/** What the metrics facet reads from. */
export interface MetricsSources {
  metrics: MetricsReader;
  prometheus: EnvironmentReader;
  measurementSetup: MeasurementSetupReader;
  tasks: TasksReader;
}

/** The metrics facet of a service, with an explanation where something is missing. */
export async function readMetrics(
  key: ServiceKey,
  { environment: settings, bound, observed }: Observation,
  sources: MetricsSources,
): Promise<FacetResults['metrics']> {
  const { metrics, prometheus, measurementSetup } = sources;
  const declared = bound.facts?.services[0];
  if (!declared) {
    return metricsFacet(key, { bound, observed });
  }
  const { environment } = key;
  const ecsService = declared.name;
  const [numbers, rules] = await Promise.all([
    metrics.read({ environment, ecsService }),
    prometheus.alertingRules(environment),
  ]);
  // Targets and tasks are many: they are only asked for when there is something to explain.
  const unexplained =
    numbers.value && needsExplanation(numbers.value, runningTasks(observed));
  const [targets, tasks, setup] = unexplained
    ? await Promise.all([
        prometheus.targets(environment),
        sources.tasks.read({
          ...ecsKey(key, declared),
          desiredStatus: 'RUNNING',
        }),
        measurementSetup.read(key.sourceLocation),
      ])
    : [];
  const scrapeConfigUrl = settings.prometheus?.scrapeConfigUrl;
  return metricsFacet(key, {
    bound,
    observed,
    measured: {
      ecsService,
      numbers,
      rules,
      targets,
      tasks,
      setup,
      scrapeConfigUrl,
    },
  });
}

/** The charts of a service. */
export async function readMetricsHistory(
  key: ServiceKey,
  bound: BoundFacts,
  { reader, range }: { reader: MetricsHistoryReader; range: MetricsRange },
): Promise<MetricsHistoryResult> {
  const service = bound.facts?.services[0];
  const answer =
    service &&
    (await reader.read({
      environment: key.environment,
      ecsService: service.name,
      range,
    }));
  return metricsHistoryResult(key, { bound, answer });
}
