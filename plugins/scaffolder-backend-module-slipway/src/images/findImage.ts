import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { isError, NotFoundError } from '@backstage/errors';
import {
  type AwsClientOptions,
  type Environment,
} from '@slipway/plugin-slipway-node';
import { repositoryName } from './imageReference';

/**
 * Makes sure that the registry has an image before a service is told to run it.
 *
 * @throws NotFoundError when the repository or the image is missing.
 */
export async function findImage(options: {
  environment: Environment;
  stack: string;
  reference: string;
  clientOptions: AwsClientOptions;
}): Promise<void> {
  const { environment, stack, reference, clientOptions } = options;
  const ecr = new ECRClient(clientOptions);
  try {
    await ecr.send(
      new DescribeImagesCommand({
        registryId: environment.accountId,
        repositoryName: repositoryName(environment, stack),
        imageIds: [{ imageDigest: reference.split('@')[1] }],
      }),
    );
  } catch (error) {
    if (isError(error) && error.name === 'RepositoryNotFoundException') {
      throw new NotFoundError(
        `The environment ${environment.name} has no stack ${stack}: there is no image repository of that name`,
      );
    }
    if (isError(error) && error.name === 'ImageNotFoundException') {
      throw new NotFoundError(`There is no image ${reference}. Push it first.`);
    }
    throw error;
  } finally {
    ecr.destroy();
  }
}
