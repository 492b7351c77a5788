import {
  type ImagePlace,
  parseEcrImage,
  placeOfImage,
  type PrivateRegistries,
} from '@slipway/plugin-slipway-common';
import { manifestArchitecture, type ObservedService } from '../deployments';
import { type DeclaredTaskDefinition, type StackFacts } from '../stacks';

/** An image of a container that runs, or that the next task would start. */
export interface DeployedImage extends ImagePlace {
  container: string;
  /** Reference as the task definition has it. */
  reference: string;
  role: 'running' | 'next';
  digest?: string;
  /** As in a manifest: `amd64` or `arm64`. */
  architecture: string;
}

/**
 * The images of a stack, each digest of a container once: of the tasks that run, whatever revision they are of, and of the task
 * definition that the next task is started from.
 */
export function deployedImages(
  facts: StackFacts,
  observed: readonly ObservedService[],
  registries: PrivateRegistries,
): DeployedImage[] {
  const images: DeployedImage[] = [];
  const add = (image: Omit<DeployedImage, keyof ImagePlace>) => {
    const digest = image.digest ?? parseEcrImage(image.reference)?.digest;
    const isSame = (other: DeployedImage) =>
      other.container === image.container &&
      (image.role === 'next' || other.architecture === image.architecture) &&
      other.digest === digest &&
      (digest !== undefined || other.reference === image.reference);
    if (!images.some(isSame)) {
      const place = placeOfImage(image.reference, registries);
      images.push({ ...image, digest, ...place });
    }
  };
  for (const { answer } of observed) {
    for (const running of answer.value?.running ?? []) {
      const { name, image, digest, architecture } = running;
      add({
        container: name,
        reference: image,
        role: 'running',
        digest,
        architecture,
      });
    }
  }
  // Before the first release the task definition names an image that was never pushed.
  if (images.length > 0 || facts.released) {
    for (const definition of targets(facts, observed)) {
      const architecture = manifestArchitecture(definition.cpuArchitecture);
      for (const { name, image } of definition.containers) {
        add({ container: name, reference: image, role: 'next', architecture });
      }
    }
  }
  return images;
}

/** The task definitions that ECS starts tasks from, as far as the state knows them. */
function targets(
  facts: StackFacts,
  observed: readonly ObservedService[],
): DeclaredTaskDefinition[] {
  const used = observed.map(
    ({ answer, declared }) =>
      answer.value?.service.taskDefinition ?? declared.taskDefinition,
  );
  return facts.taskDefinitions.filter(({ arn }) => used.includes(arn));
}
