import {
  BatchGetImageCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { isError, NotFoundError } from '@backstage/errors';
import { MANIFEST_TYPES, releasedTag } from '@slipway/plugin-slipway-common';
import { type AwsClientOptions } from '@slipway/plugin-slipway-node';
import { type RegistryImage } from './readScan';

/**
 * Tags an image as released, before it runs: the lifecycle policy of its repository then keeps it, however many are pushed
 * after it. An image that has the tag already stays as it is.
 *
 * @throws NotFoundError when the registry no longer has the image.
 */
export async function keepImage(
  { registryId, repositoryName, digest }: RegistryImage,
  clientOptions: AwsClientOptions,
): Promise<void> {
  const ecr = new ECRClient(clientOptions);
  const repository = { registryId, repositoryName };
  try {
    const { images } = await ecr.send(
      new BatchGetImageCommand({
        ...repository,
        imageIds: [{ imageDigest: digest }],
        acceptedMediaTypes: MANIFEST_TYPES,
      }),
    );
    const { imageManifest, imageManifestMediaType } = images?.[0] ?? {};
    if (imageManifest === undefined) {
      throw new NotFoundError(
        `The repository ${repositoryName} no longer has the image ${digest}. Push it again.`,
      );
    }
    await ecr.send(
      new PutImageCommand({
        ...repository,
        imageManifest,
        imageManifestMediaType,
        // Without it ECR would take whatever the manifest's bytes are.
        imageDigest: digest,
        imageTag: releasedTag(digest),
      }),
    );
  } catch (error) {
    if (!isError(error) || error.name !== 'ImageAlreadyExistsException') {
      throw error;
    }
  } finally {
    ecr.destroy();
  }
}
