import { type ObservedService } from '../deployments';
import { type StackFacts } from '../stacks';
import { type EcrImage, parseEcrImage } from './imageReference';

/** An image of a container that runs, or that the next task would start. */
export interface DeployedImage {
  container: string;
  /** Reference as the task definition has it. */
  reference: string;
  digest?: string;
  /** As in a manifest: `amd64` or `arm64`. */
  architecture: string;
  /** Absent when the image is not from the environment's private registry. */
  ecr?: EcrImage;
}

/**
 * The images of a stack, each digest once: of the tasks that run or else of the released task definitions.
 *
 * @param registry - the environment's own registry
 */
export function deployedImages(
  facts: StackFacts,
  observed: readonly ObservedService[],
  registry: { accountId: string; region: string },
): DeployedImage[] {
  const images = new Map<string, DeployedImage>();
  const add = (image: Omit<DeployedImage, 'ecr'>) => {
    const ecr = parseEcrImage(image.reference);
    const own =
      ecr?.registryId === registry.accountId && ecr.region === registry.region;
    const digest = image.digest ?? ecr?.digest;
    images.set(
      `${image.container} ${image.reference} ${digest} ${image.architecture}`,
      { ...image, digest, ecr: own ? ecr : undefined },
    );
  };
  for (const { answer } of observed) {
    for (const running of answer.value?.running ?? []) {
      const { name, image, digest, architecture } = running;
      add({ container: name, reference: image, digest, architecture });
    }
  }
  if (images.size === 0 && facts.releasedImage !== undefined) {
    for (const { name, image } of facts.taskDefinitions.flatMap(
      definition => definition.containers,
    )) {
      add({ container: name, reference: image, architecture: 'amd64' });
    }
  }
  return [...images.values()];
}
