import { InputError } from '@backstage/errors';
import { type Environment } from '@slipway/plugin-slipway-node';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The registry repository of a service, `<prefix>/<stack>`. */
export function repositoryName(
  environment: Environment,
  stack: string,
): string {
  return `${environment.prefix}/${stack}`;
}

/**
 * The full reference of an image in the service's own repository, by digest.
 *
 * @throws InputError for a tag, and for an image of another repository.
 */
export function toImageReference(options: {
  environment: Environment;
  stack: string;
  image: string;
}): string {
  const { environment, stack, image } = options;
  const { accountId, region } = environment;
  const suffix = region.startsWith('cn-') ? '.cn' : '';
  const repository = `${accountId}.dkr.ecr.${region}.amazonaws.com${suffix}/${repositoryName(
    environment,
    stack,
  )}`;
  const separator = image.lastIndexOf('@');
  const digest = image.slice(separator + 1);
  if (!DIGEST.test(digest)) {
    throw new InputError(
      `${JSON.stringify(
        image,
      )} does not name an image by its digest (sha256: and 64 hexadecimal digits). A tag could mean another image tomorrow.`,
    );
  }
  if (separator >= 0 && image.slice(0, separator) !== repository) {
    throw new InputError(
      `${stack} can only run images of its own repository ${repository}, not ${image}`,
    );
  }
  return `${repository}@${digest}`;
}
