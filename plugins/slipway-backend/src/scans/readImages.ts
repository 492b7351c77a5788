import { type ScanPolicy } from '@slipway/plugin-slipway-common';
import { type DeployedImage } from './deployedImages';
import { type RegistryReader, type RunningImage } from './RegistryReader';
import { needsAllFindings, type ObservedImage } from './scansFacet';

/** What the registry is asked about an image that runs; `undefined` when it cannot be asked. */
export function runningImage(
  environment: string,
  image: DeployedImage,
): RunningImage | undefined {
  const { ecr, digest, architecture } = image;
  return (
    (ecr &&
      digest && {
        environment,
        registryId: ecr.registryId,
        repository: ecr.repository,
        digest,
        architecture,
      }) ||
    undefined
  );
}

/**
 * Images with what the registry says of each: one page of its answer, and all of them only where an accepted vulnerability on a
 * later page could change the verdict.
 */
export async function readImages(
  images: readonly DeployedImage[],
  options: {
    environment: string;
    registry: RegistryReader;
    policy: ScanPolicy;
    now: Date;
  },
): Promise<ObservedImage[]> {
  const { environment, registry, policy, now } = options;
  return Promise.all(
    images.map(async image => {
      const running = runningImage(environment, image);
      if (!running) {
        return { image };
      }
      const answer = await registry.read(running);
      return {
        image,
        answer: needsAllFindings(answer.value, policy, now)
          ? await registry.readAll(running)
          : answer,
      };
    }),
  );
}
