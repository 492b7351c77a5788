import {
  type MetricsDiagnosis,
  type MetricsDiagnosisCause,
} from '@slipway/plugin-slipway-common';
import { type JoinedTargets } from './joinTargets';
import { type MeasuredNumbers } from './metricsModel';
import { scrapeFailure } from './scrapeFailure';

/** What is known of a service that should be measured. */
export interface Symptoms {
  numbers: MeasuredNumbers;
  targets: JoinedTargets;
  /** Tasks that run, as ECS counts them. */
  running: number;
  /** Whether ECS completed the rollout behind a load balancer. */
  passesHealthChecks: boolean;
}

function tasks(running: number): string {
  return running === 1 ? '1 task runs' : `${running} tasks run`;
}

// Where the service template puts what is to be mended.
const DEPENDENCIES = 'pom.xml';
const SETTINGS = 'src/main/resources/application.yaml';

type Text = (
  symptoms: Symptoms,
) => Omit<MetricsDiagnosis, 'cause' | 'files'> & { files?: string[] };

const TEXTS: Record<MetricsDiagnosisCause, Text> = {
  'endpoint-missing': ({ passesHealthChecks }) => ({
    message: passesHealthChecks
      ? 'The metrics path answers 404 though health checks pass: the Prometheus registry is missing, or the endpoint is not exposed'
      : 'The metrics path answers 404',
    fix: 'Add io.micrometer:micrometer-registry-prometheus to pom.xml and prometheus to management.endpoints.web.exposure.include in application.yaml, and compare the scraped path with the service’s base path',
    files: [DEPENDENCIES, SETTINGS],
  }),
  'endpoint-guarded': () => ({
    message: 'The metrics path asks for a sign-in',
    fix: 'Permit /actuator/prometheus in the security configuration of the service, or give Prometheus credentials for it',
    files: ['src/main/java'],
  }),
  'endpoint-failing': () => ({
    message: 'The metrics path answers with a server error',
    fix: 'Read the log of the service at the time of a scrape',
  }),
  'wrong-port': () => ({
    message: 'Nothing listens on the port that Prometheus scrapes',
    fix: 'Give the discovery the container port of the task definition (Prometheus assumes 80), and mind management.server.port; or wait while the service starts',
    files: [SETTINGS],
  }),
  network: () => ({
    message: 'Prometheus gets no answer from the tasks in time',
    fix: 'Allow the security group of Prometheus to reach the container port, and check subnets and routes; where connections open, the endpoint is slower than scrape_timeout',
  }),
  'not-metrics': () => ({
    message: 'What Prometheus scrapes is not metrics, but for example a page',
    fix: 'Scrape /actuator/prometheus, and check that it does not lead to a sign-in page',
    files: [SETTINGS],
  }),
  'limit-exceeded': () => ({
    message: 'The service exposes more than Prometheus is set to take',
    fix: 'Bound the histogram buckets and tags with many values, or raise sample_limit or body_size_limit',
    files: [SETTINGS],
  }),
  'scrape-failed': () => ({
    message: 'Scrapes fail for a reason that has no diagnosis',
    fix: 'See what Prometheus says of the target',
  }),
  'not-discovered': ({ running }) => ({
    message: `Prometheus has no target of the service, and ${tasks(running)}`,
    fix: 'Check on the service discovery page of Prometheus that it lists the tasks: its cluster, its AWS role (ecs:List*, ecs:Describe*) and its region',
  }),
  'relabelled-away': ({ targets }) => ({
    message: `Prometheus found ${targets.dropped} of the service and dropped what it found by relabelling`,
    fix: 'Look for a keep or drop rule in relabel_configs of the job, on the service discovery page of Prometheus',
  }),
  'label-missing': ({ targets }) => ({
    message: `Prometheus scrapes ${targets.unlabelled} of the service without its label ecs_service`,
    fix: 'Let relabel_configs of the job set ecs_service from __meta_ecs_service: without it no number can be told to be of this service',
  }),
  'fewer-targets-than-tasks': ({ running, numbers }) => ({
    message: `Prometheus scrapes only ${
      numbers.targets.total
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

/** Whether there is something that only the targets can explain. */
export function needsTargets(
  { targets }: MeasuredNumbers,
  running: number,
): boolean {
  return targets.up < targets.total || targets.total < running;
}

/**
 * Why a service is not measured, or not in full: what runs, joined with what Prometheus scrapes. The cause comes first, what
 * follows from it after.
 */
export function diagnose(symptoms: Symptoms): MetricsDiagnosis[] {
  const { numbers, targets, running, passesHealthChecks } = symptoms;
  const { up, total } = numbers.targets;
  const causes = new Set<MetricsDiagnosisCause>(
    targets.errors.map(scrapeFailure),
  );
  if (running > total) {
    for (const cause of causesOfLack(symptoms)) {
      causes.add(cause);
    }
  }
  if (up > 0 && numbers.requestRate === undefined) {
    causes.add('no-request-yet');
  }
  if (running > 0 && up === 0 && passesHealthChecks) {
    causes.add('healthy-but-blind');
  }
  return [...causes].map(cause => ({
    cause,
    files: [],
    ...TEXTS[cause](symptoms),
  }));
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
