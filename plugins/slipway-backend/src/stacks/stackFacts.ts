import {
  type ReleaseRecord,
  releaseRecordSchema,
} from '@slipway/plugin-slipway-common';
import { z } from 'zod';
import { instancesOf, type StateFile } from '@slipway/plugin-slipway-node';

/** An `aws_ecs_service` as the state declares it. */
export interface DeclaredService {
  address: string;
  name: string;
  arn: string;
  clusterName: string;
  desiredCount: number;
  /** ARN of the task definition. */
  taskDefinition: string;
  /** True when autoscaling owns the desired count. */
  autoscaled: boolean;
}

/** An `aws_ecs_task_definition` as the state declares it. */
export interface DeclaredTaskDefinition {
  address: string;
  arn: string;
  /** `X86_64` or `ARM64`. */
  cpuArchitecture: string;
  containers: { name: string; image: string }[];
}

/** What a stack owns, read from its state: the index of all other facets. */
export interface StackFacts {
  /** The entity that the stack names: output `slipway_entity_ref`. */
  entityRef?: string;
  /** Whether an image was released: output `image`. What Slipway did not provision is not released by it, and counts as released. */
  released: boolean;
  /** Who released that image: output `release`; absent where nobody wrote it down. */
  release?: ReleaseRecord;
  services: DeclaredService[];
  taskDefinitions: DeclaredTaskDefinition[];
}

const serviceSchema = z.object({
  id: z.string(),
  name: z.string(),
  cluster: z.string(),
  desired_count: z.number().int(),
  task_definition: z.string(),
});

const taskDefinitionSchema = z.object({
  arn: z.string(),
  container_definitions: z.string(),
  runtime_platform: z
    .array(z.object({ cpu_architecture: z.string().nullish() }))
    .default([]),
});

const containersSchema = z.array(
  z.object({ name: z.string(), image: z.string() }),
);

const scalableTargetSchema = z.object({ resource_id: z.string() });

/**
 * Reads what a stack owns from its state. A resource of an unexpected form is left out, it does not spoil the rest.
 */
export function stackFacts(file: StateFile): StackFacts {
  const scaled = new Set(
    instancesOf(file, 'aws_appautoscaling_target', scalableTargetSchema).map(
      ({ attributes }) => attributes.resource_id,
    ),
  );
  const releasedImage = textOutput(file, 'image');
  return {
    entityRef: textOutput(file, 'slipway_entity_ref'),
    released: releasedImage !== undefined,
    release: releaseOf(file, releasedImage),
    services: instancesOf(file, 'aws_ecs_service', serviceSchema).map(
      ({ address, attributes }) => {
        const clusterName = lastPart(attributes.cluster);
        return {
          address,
          name: attributes.name,
          arn: attributes.id,
          clusterName,
          desiredCount: attributes.desired_count,
          taskDefinition: attributes.task_definition,
          autoscaled: scaled.has(`service/${clusterName}/${attributes.name}`),
        };
      },
    ),
    taskDefinitions: instancesOf(
      file,
      'aws_ecs_task_definition',
      taskDefinitionSchema,
    ).map(({ address, attributes }) => ({
      address,
      arn: attributes.arn,
      // What ECS takes where a task definition does not say.
      cpuArchitecture:
        attributes.runtime_platform[0]?.cpu_architecture || 'X86_64',
      containers: parseContainers(attributes.container_definitions),
    })),
  };
}

function textOutput(file: StateFile, name: string): string | undefined {
  const value = file.outputs[name]?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// A record of another image is of a release that something else has since replaced.
function releaseOf(
  file: StateFile,
  image: string | undefined,
): ReleaseRecord | undefined {
  const record = releaseRecordSchema.safeParse(file.outputs.release?.value);
  return record.success && record.data.image === image
    ? record.data
    : undefined;
}

function parseContainers(text: string): { name: string; image: string }[] {
  try {
    return containersSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/** The last part of an ARN or of a name: `slipway` of `arn:aws:ecs:…:cluster/slipway`. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
