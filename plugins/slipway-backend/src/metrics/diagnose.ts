import {
  type MetricsDiagnosis,
  type MetricsDiagnosisCause,
  type Metrics,
} from '@slipway/plugin-slipway-common';
import { scrapeFailure } from './scrapeFailure';

/** What is known of a service that should be measured. */
export interface Symptoms {
  metrics: Metrics;
  /** Tasks that run, as ECS counts them. */
  running: number;
  /** Whether ECS completed the rollout behind a load balancer. */
  passesHealthChecks: boolean;
}

function tasks(running: number): string {
  return running === 1 ? '1 task runs' : `${running} tasks run`;
}

type Text = (symptoms: Symptoms) => Omit<MetricsDiagnosis, 'cause'>;

const TEXTS: Record<MetricsDiagnosisCause, Text> = {
  'endpoint-missing': () => ({
    message: 'The metrics path answers 404',
    fix: 'Add io.micrometer:micrometer-registry-prometheus to pom.xml and prometheus to management.endpoints.web.exposure.include in application.yaml, and compare the scraped path with the service’s base path',
  }),
  'endpoint-guarded': () => ({
    message: 'The metrics path asks for a sign-in',
    fix: 'Permit /actuator/prometheus in the security configuration of the service, or give Prometheus credentials for it',
  }),
  'endpoint-failing': () => ({
    message: 'The metrics path answers with a server error',
    fix: 'Read the log of the service at the time of a scrape',
  }),
  'wrong-port': () => ({
    message: 'Nothing listens on the port that Prometheus scrapes',
    fix: 'Give the discovery the container port of the task definition (Prometheus assumes 80), and mind management.server.port; or wait while the service starts',
  }),
  network: () => ({
    message: 'Prometheus gets no answer from the tasks in time',
    fix: 'Allow the security group of Prometheus to reach the container port, and check subnets and routes; where connections open, the endpoint is slower than scrape_timeout',
  }),
  'not-metrics': () => ({
    message: 'What Prometheus scrapes is not metrics, but for example a page',
    fix: 'Scrape /actuator/prometheus, and check that it does not lead to a sign-in page',
  }),
  'limit-exceeded': () => ({
    message: 'The service exposes more than Prometheus is set to take',
    fix: 'Bound the histogram buckets and tags with many values, or raise sample_limit or body_size_limit',
  }),
  'scrape-failed': () => ({
    message: 'Scrapes fail for a reason that has no diagnosis',
    fix: 'See what Prometheus says of the target',
  }),
  'not-discovered': ({ running }) => ({
    message: `Prometheus has no target of the service, and ${tasks(running)}`,
    fix: 'Check on the service discovery page of Prometheus that it finds the tasks, that no relabelling drops them, and that it sets the label ecs_service',
  }),
  'fewer-targets-than-tasks': ({ running, metrics }) => ({
    message: `Prometheus scrapes only ${
      metrics.targets.total
    } of the service, and ${tasks(running)}`,
    fix: 'Wait for the next discovery after a rollout; then check that it lists every task and that no relabelling drops one',
  }),
  'no-request-yet': () => ({
    message: 'No request was counted in the window',
    fix: 'Send the service a request: scrapes and health checks are not counted',
  }),
  'healthy-but-blind': () => ({
    message:
      'The load balancer calls the service healthy, yet nothing measures it',
    fix: 'Mend what is named beside this: until then nothing here would tell of errors or latency',
  }),
};

/**
 * Why a service is not measured, or not in full: what runs, joined with what Prometheus scrapes. The cause comes first, what
 * follows from it after.
 */
export function diagnose(symptoms: Symptoms): MetricsDiagnosis[] {
  const { metrics, running, passesHealthChecks } = symptoms;
  const { up, total, errors } = metrics.targets;
  const causes = new Set<MetricsDiagnosisCause>(errors.map(scrapeFailure));
  if (running > 0 && total === 0) {
    causes.add('not-discovered');
  } else if (running > total) {
    causes.add('fewer-targets-than-tasks');
  }
  if (up > 0 && metrics.requestRate === undefined) {
    causes.add('no-request-yet');
  }
  if (running > 0 && up === 0 && passesHealthChecks) {
    causes.add('healthy-but-blind');
  }
  return [...causes].map(cause => ({ cause, ...TEXTS[cause](symptoms) }));
}
