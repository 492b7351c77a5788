import { type DeployedService } from '@slipway/plugin-slipway-common';
import { type DeclaredService, lastPart, type StackFacts } from '../stacks';
import { type EcsSnapshot } from './EcsReader';
import { failuresOf } from './failures';
import { rolloutOf } from './rollout';

// ECS keeps 100; the last ones tell the story of a rollout.
const EVENTS = 10;

/** Where the AWS console is; absent for an emulator. */
export interface ConsoleLocation {
  region: string;
  /** Of the account's ARNs: `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
}

/** What a service is made a {@link DeployedService} from. */
export interface DeployedServiceParts {
  declared: DeclaredService;
  facts: StackFacts;
  snapshot: EcsSnapshot;
  console?: ConsoleLocation;
}

/**
 * An ECS service in our words, from what ECS answered.
 */
export function deployedService(parts: DeployedServiceParts): DeployedService {
  const { declared, facts, snapshot } = parts;
  const { service } = snapshot;
  const desired = service.desiredCount ?? 0;
  const running = service.runningCount ?? 0;
  return {
    name: declared.name,
    cluster: declared.clusterName,
    status: service.status ?? 'UNKNOWN',
    counts: { running, pending: service.pendingCount ?? 0, desired },
    taskDefinition: lastPart(service.taskDefinition ?? ''),
    released: facts.releasedImage !== undefined || desired > 0 || running > 0,
    containers: containersOf(parts),
    rollout: rolloutOf(snapshot),
    failures: failuresOf(snapshot),
    events: (service.events ?? []).slice(0, EVENTS).map(event => ({
      at: (event.createdAt ?? new Date(0)).toISOString(),
      message: event.message ?? '',
    })),
    consoleUrl: consoleUrl(parts),
  };
}

/**
 * The images that run, each digest once. While nothing runs: what the task definition would start.
 */
function containersOf(
  parts: DeployedServiceParts,
): DeployedService['containers'] {
  const running = new Map<string, DeployedService['containers'][number]>();
  for (const { name, image, digest } of parts.snapshot.running) {
    running.set(`${name} ${image} ${digest}`, { name, image, digest });
  }
  if (running.size > 0) {
    return [...running.values()];
  }
  const { facts, snapshot } = parts;
  const next = facts.taskDefinitions.find(
    ({ arn }) => arn === snapshot.service.taskDefinition,
  );
  return (next?.containers ?? []).map(({ name, image }) => ({ name, image }));
}

const CONSOLES: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

function consoleUrl(parts: DeployedServiceParts): string | undefined {
  const host = parts.console && CONSOLES[parts.console.partition];
  if (!parts.console || !host) {
    return undefined;
  }
  const { region } = parts.console;
  const cluster = encodeURIComponent(parts.declared.clusterName);
  const service = encodeURIComponent(parts.declared.name);
  return `https://${region}.${host}/ecs/v2/clusters/${cluster}/services/${service}/health?region=${region}`;
}
