import { type Service } from '@aws-sdk/client-ecs';
import { type DeployedService } from '@slipway/plugin-slipway-common';
import { type DeclaredService, lastPart, type StackFacts } from '../stacks';
import { type ConsoleLocation, ConsoleLinks } from './consoleLinks';
import { type EcsSnapshot } from './EcsSnapshot';
import { capacityOf } from './capacity';
import { failuresOf } from './failures';
import { rolloutOf } from './rollout';

// ECS keeps 100; the last ones tell the story of a rollout.
const EVENTS = 10;

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
    capacity: capacityOf(service),
    platformVersion: platformVersionOf(service),
    daemon: service.schedulingStrategy === 'DAEMON' || undefined,
    controller: service.deploymentController?.type ?? 'ECS',
    taskDefinition: lastPart(taskDefinitionOf(service) ?? ''),
    released: facts.released || desired > 0 || running > 0,
    containers: containersOf(parts),
    rollout: rolloutOf(snapshot),
    failures: failuresOf(snapshot),
    events: (service.events ?? []).slice(0, EVENTS).map(event => ({
      at: (event.createdAt ?? new Date(0)).toISOString(),
      message: event.message ?? '',
    })),
    consoleUrl: new ConsoleLinks(parts.console).service(declared),
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
    ({ arn }) => arn === taskDefinitionOf(snapshot.service),
  );
  return (next?.containers ?? []).map(({ name, image }) => ({ name, image }));
}

// The primary deployment says what `LATEST` means.
function platformVersionOf(service: Service): string | undefined {
  const primary = service.deployments?.find(
    ({ status }) => status === 'PRIMARY',
  );
  return primary?.platformVersion ?? service.platformVersion;
}

// A service of CodeDeploy or of an external controller has its task definitions in task sets alone.
function taskDefinitionOf(service: Service): string | undefined {
  const primary = service.taskSets?.find(({ status }) => status === 'PRIMARY');
  return service.taskDefinition ?? primary?.taskDefinition;
}
