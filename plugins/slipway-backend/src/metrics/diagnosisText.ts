import {
  type MetricsDiagnosis,
  type MetricsDiagnosisCause,
} from '@slipway/plugin-slipway-common';
import { type Symptoms } from './diagnose';

const REGISTRY = 'io.micrometer:micrometer-registry-prometheus';
const EXPOSURE = 'management.endpoints.web.exposure.include';

/** A place where something is mended: in the repository of the service, or where Prometheus is told what to scrape. */
type Place = 'build' | 'settings' | 'scrape-config';

interface Text {
  message: string;
  fix: string;
  places?: readonly Place[];
}

type TextOf = (symptoms: Symptoms) => Text;

const TEXTS: Record<MetricsDiagnosisCause, TextOf> = {
  'registry-missing': ({ passesHealthChecks, setup }) => ({
    message: `${notFound(
      passesHealthChecks,
    )}: the Prometheus registry is missing, ${
      setup.buildFile
    } does not name it`,
    fix: `Add ${REGISTRY} to ${setup.buildFile}, and release the service`,
    places: ['build'],
  }),
  'endpoint-not-exposed': ({ passesHealthChecks, setup }) => ({
    message: `${notFound(passesHealthChecks)}: the endpoint is not exposed, ${
      setup.settingsFile
    } leaves prometheus out`,
    fix: `Add prometheus to ${EXPOSURE} in ${setup.settingsFile}, see that nothing there turns the endpoint off, and release the service`,
    places: ['settings'],
  }),
  'endpoint-missing': endpointMissing,
  'endpoint-empty': ({ numbers }) => ({
    message: `The metrics path of ${numbers.targets.empty} of ${numbers.targets.total} targets answers without a single number`,
    fix: 'See that no filter of the registry denies every meter, that metric_relabel_configs keeps something, and that the path is the one of the metrics',
    places: ['settings', 'scrape-config'],
  }),
  'endpoint-guarded': () => ({
    message: 'The metrics path asks for a sign-in',
    fix: 'Permit /actuator/prometheus in the security configuration of the service, or give Prometheus credentials for it',
  }),
  'endpoint-failing': () => ({
    message: 'The metrics path answers with a server error',
    fix: 'Read the log of the service at the time of a scrape',
  }),
  'wrong-port': ({ setup }) => ({
    message: 'Nothing listens on the port that Prometheus scrapes',
    fix: `Give the discovery the container port of the task definition (Prometheus assumes 80), and mind ${
      moveOf(setup.moves, 'management.server.port') ?? 'management.server.port'
    }; or wait while the service starts`,
    places: ['scrape-config', 'settings'],
  }),
  network: () => ({
    message: 'Prometheus gets no answer from the tasks in time',
    fix: 'Allow the security group of Prometheus to reach the container port, and check subnets and routes; where connections open, the endpoint is slower than scrape_timeout',
    places: ['scrape-config'],
  }),
  'not-metrics': () => ({
    message: 'What Prometheus scrapes is not metrics, but for example a page',
    fix: 'Scrape /actuator/prometheus, and check that it does not lead to a sign-in page',
    places: ['scrape-config', 'settings'],
  }),
  'limit-exceeded': () => ({
    message: 'The service exposes more than Prometheus is set to take',
    fix: 'Bound the histogram buckets and tags with many values, or raise sample_limit or body_size_limit',
    places: ['settings', 'scrape-config'],
  }),
  'scrape-failed': () => ({
    message: 'Scrapes fail for a reason that has no diagnosis',
    fix: 'See what Prometheus says of the target',
  }),
  'not-discovered': ({ running }) => ({
    message: `Prometheus has no target of the service, and ${tasks(running)}`,
    fix: 'Check on the service discovery page of Prometheus that it lists the tasks: its cluster, its AWS role (ecs:List*, ecs:Describe*) and its region',
    places: ['scrape-config'],
  }),
  'relabelled-away': ({ targets }) => ({
    message: `Prometheus found ${targets.dropped} of the service and dropped what it found by relabelling`,
    fix: 'Look for a keep or drop rule in relabel_configs of the job, on the service discovery page of Prometheus',
    places: ['scrape-config'],
  }),
  'label-missing': ({ targets }) => ({
    message: `Prometheus scrapes ${targets.unlabelled} of the service without its label ecs_service`,
    fix: 'Let relabel_configs of the job set ecs_service from __meta_ecs_service: without it no number can be told to be of this service',
    places: ['scrape-config'],
  }),
  'fewer-targets-than-tasks': ({ running, numbers }) => ({
    message: `Prometheus scrapes only ${
      numbers.targets.total
    } of the service, and ${tasks(running)}`,
    fix: 'Wait for the next discovery after a rollout; then check that it lists every task and that no relabelling drops one',
    places: ['scrape-config'],
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

/** A cause in words, with the places where it is mended that are known. */
export function diagnosisText(
  cause: MetricsDiagnosisCause,
  symptoms: Symptoms,
): MetricsDiagnosis {
  const { message, fix, places = [] } = TEXTS[cause](symptoms);
  const { setup, scrapeConfigUrl } = symptoms;
  return {
    cause,
    message,
    fix,
    files: places.flatMap(place => {
      switch (place) {
        case 'build':
          return setup.buildFile ?? [];
        case 'settings':
          return setup.settingsFile ?? [];
        default:
          return [];
      }
    }),
    ...(places.includes('scrape-config') &&
      scrapeConfigUrl && { scrapeConfigUrl }),
  };
}

/** Nothing in the repository is amiss, or it could not be read: what it may be, with how to tell. */
function endpointMissing({ passesHealthChecks, setup }: Symptoms): Text {
  const message = notFound(passesHealthChecks);
  const places: Place[] = ['build', 'settings', 'scrape-config'];
  const [move] = setup.moves;
  if (move) {
    return {
      message: `${message}: ${setup.settingsFile} moves it with ${move}`,
      fix: `Scrape the path that ${move} leads to, on the port that goes with it`,
      places: ['scrape-config', 'settings'],
    };
  }
  if (setup.hasRegistry && setup.exposesEndpoint) {
    return {
      message: `${message}, though the repository has the registry and exposes the endpoint`,
      fix: 'Release the service if what runs is older than its repository; else compare the scraped path with the path of the endpoint',
      places,
    };
  }
  return {
    message: `${message}: first the Prometheus registry may be missing, then the endpoint may not be exposed, last the path may be another`,
    fix: `Look for ${REGISTRY} among the runtime dependencies and add it; where it is there, open /actuator: if prometheus is not listed, add it to ${EXPOSURE}; if it is, scrape the path that is listed`,
    places,
  };
}

function notFound(passesHealthChecks: boolean): string {
  return passesHealthChecks
    ? 'The metrics path answers 404 though health checks pass'
    : 'The metrics path answers 404';
}

function moveOf(moves: readonly string[], name: string): string | undefined {
  return moves.find(move => move.startsWith(`${name}=`));
}

function tasks(running: number): string {
  return running === 1 ? '1 task runs' : `${running} tasks run`;
}
