import { type ServiceRevision, type Task } from '@aws-sdk/client-ecs';

/** A container that runs, once for all tasks in which it runs alike. */
export interface RunningContainer {
  name: string;
  /** Reference as the task definition has it. */
  image: string;
  /** `sha256:…` of what was pulled: an index digest for an index image. */
  digest?: string;
  /** As in a manifest: `amd64` or `arm64`. */
  architecture: string;
  /** ARN of the task definition. */
  taskDefinition?: string;
}

/** A task definition whose architecture is known without asking ECS. */
export interface KnownTaskDefinition {
  arn: string;
  /** As Terraform and ECS name it: `X86_64` or `ARM64`. */
  cpuArchitecture: string;
}

// Task definitions and tasks name in different cases what manifests call otherwise.
const ARCHITECTURES: Record<string, string> = {
  x86_64: 'amd64',
  arm64: 'arm64',
};

/** Whether a task runs, as ECS counts it. */
export function isRunning(task: Task): boolean {
  return task.lastStatus === 'RUNNING';
}

/** What runs, from the tasks themselves. */
export function containersOfTasks(tasks: readonly Task[]): RunningContainer[] {
  return distinct(
    tasks.filter(isRunning).flatMap(task => {
      const cpu = task.attributes?.find(
        attribute => attribute.name === 'ecs.cpu-architecture',
      )?.value;
      return (task.containers ?? []).map(container => ({
        name: container.name ?? '',
        image: container.image ?? '',
        digest: container.imageDigest,
        architecture: manifestArchitecture(cpu),
        taskDefinition: task.taskDefinitionArn,
      }));
    }),
  );
}

/**
 * What runs, from the revisions that have running tasks: ECS resolves an image to its digest once per revision, and every task
 * of the revision runs that digest.
 *
 * @returns `undefined` where only the tasks can tell: a revision without digests, or of a task definition that is not `known`.
 */
export function containersOfRevisions(
  revisions: readonly ServiceRevision[],
  known: KnownTaskDefinition | undefined,
): RunningContainer[] | undefined {
  const containers: RunningContainer[] = [];
  for (const { taskDefinition, containerImages = [] } of revisions) {
    const isTold = containerImages.every(({ imageDigest }) => imageDigest);
    if (!known || taskDefinition !== known.arn || !isTold) {
      return undefined;
    }
    for (const { containerName, image, imageDigest } of containerImages) {
      containers.push({
        name: containerName ?? '',
        image: image ?? '',
        digest: imageDigest,
        architecture: manifestArchitecture(known.cpuArchitecture),
        taskDefinition,
      });
    }
  }
  return distinct(containers);
}

/** An architecture as manifests name it, from ECS's name. */
export function manifestArchitecture(cpu = 'x86_64'): string {
  return ARCHITECTURES[cpu.toLowerCase()] ?? 'amd64';
}

function distinct(containers: RunningContainer[]): RunningContainer[] {
  return [
    ...new Map(
      containers.map(container => [JSON.stringify(container), container]),
    ).values(),
  ];
}
