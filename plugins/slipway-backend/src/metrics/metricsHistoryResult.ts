import {
  type MetricsHistory,
  type MetricsHistoryResult,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { notReleased } from '../deployments';
import { oldest } from '../facets';
import { type BoundFacts, type ServiceKey } from '../services';

/** What the charts are made of. */
export interface MetricsHistoryParts {
  bound: BoundFacts;
  /** Absent when the stack has no ECS service. */
  answer?: Answer<MetricsHistory>;
}

/** The answer of the charts: data with its age, and the problem that kept it from being renewed; or a problem. */
export function metricsHistoryResult(
  key: ServiceKey,
  { bound, answer }: MetricsHistoryParts,
): MetricsHistoryResult {
  if (!bound.facts) {
    return { problem: bound.problem };
  }
  if (!answer) {
    return { problem: notReleased(key) };
  }
  if (!answer.value) {
    return { problem: answer.problem };
  }
  const problem = answer.problem ?? bound.problem;
  return {
    asOf: oldest(bound.at, answer.at).toISOString(),
    data: answer.value,
    ...(problem && { problem }),
  };
}
