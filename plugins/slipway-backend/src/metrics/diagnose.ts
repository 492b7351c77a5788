import {
  type MetricsDiagnosis,
  type MetricsDiagnosisCause,
} from '@slipway/plugin-slipway-common';
import { diagnosisText } from './diagnosisText';
import { type JoinedTargets } from './joinTargets';
import { type MeasuredNumbers } from './metricsModel';
import { scrapeFailure } from './scrapeFailure';
import { type MeasurementSetup } from './setup';

/** What is known of a service that should be measured. */
export interface Symptoms {
  numbers: MeasuredNumbers;
  targets: JoinedTargets;
  /** Tasks that run, as ECS counts them. */
  running: number;
  /** Whether ECS completed the rollout behind a load balancer. */
  passesHealthChecks: boolean;
  /** What its repository says. */
  setup: MeasurementSetup;
  /** Where people change what Prometheus scrapes, from config. */
  scrapeConfigUrl?: string;
}

/** Whether there is something that only targets, tasks and repository can explain. */
export function needsExplanation(
  { targets }: MeasuredNumbers,
  running: number,
): boolean {
  const { up, total, empty } = targets;
  return up < total || total < running || empty > 0;
}

/**
 * Why a service is not measured, or not in full: what runs, joined with what Prometheus scrapes. The cause comes first, what
 * follows from it after.
 */
export function diagnose(symptoms: Symptoms): MetricsDiagnosis[] {
  const { numbers, targets, running, passesHealthChecks } = symptoms;
  const { up, total, empty } = numbers.targets;
  const causes = new Set<MetricsDiagnosisCause>(
    targets.errors
      .map(scrapeFailure)
      .map(cause =>
        cause === 'endpoint-missing' ? causeOfMissing(symptoms.setup) : cause,
      ),
  );
  if (empty > 0) {
    causes.add('endpoint-empty');
  }
  if (running > total) {
    for (const cause of causesOfLack(symptoms)) {
      causes.add(cause);
    }
  }
  if (up > empty && numbers.requestRate === undefined) {
    causes.add('no-request-yet');
  }
  if (running > 0 && up === 0 && passesHealthChecks) {
    causes.add('healthy-but-blind');
  }
  return [...causes].map(cause => diagnosisText(cause, symptoms));
}

// Prometheus tells a status and no more, which is the same for both: the repository tells them apart. Without the registry
// there is nothing to expose, so that comes first.
function causeOfMissing(setup: MeasurementSetup): MetricsDiagnosisCause {
  if (setup.hasRegistry === false) {
    return 'registry-missing';
  }
  return setup.exposesEndpoint === false
    ? 'endpoint-not-exposed'
    : 'endpoint-missing';
}

function causesOfLack({ numbers, targets }: Symptoms): MetricsDiagnosisCause[] {
  const known: MetricsDiagnosisCause[] = [];
  if (targets.unlabelled > 0) {
    known.push('label-missing');
  }
  if (targets.dropped > 0) {
    known.push('relabelled-away');
  }
  if (known.length > 0) {
    return known;
  }
  return [
    numbers.targets.total === 0 ? 'not-discovered' : 'fewer-targets-than-tasks',
  ];
}
