import type { ImageStore, LocalImage } from '../ecs/ImageStore';
import { childFor, isIndex } from './manifest';
import { Images, type StoredImage } from './Images';
import { parseImageReference } from './imageReference';
import { localAnnotations, localCommandOf } from './localCommand';
import { Scans } from './Scans';

const PLATFORM = { os: 'linux', architecture: 'amd64' };

/** The contents of the private registry: images and scans. The repositories themselves live in moto. */
export class Registry implements ImageStore {
  readonly scans = Scans.create();
  readonly #repositories = new Map<string, Images>();

  private constructor() {}

  static create(): Registry {
    return new Registry();
  }

  /** The images of a repository; none yet is an empty set. */
  images(region: string, repository: string): Images {
    const key = `${region}/${repository}`;
    const images = this.#repositories.get(key) ?? Images.create();
    this.#repositories.set(key, images);
    return images;
  }

  forget(region: string, repository: string): void {
    this.#repositories.delete(`${region}/${repository}`);
  }

  /**
   * Finds what a container of this image runs. `undefined` when the registry does not hold the image; throws when it
   * cannot run here. The digest is the one that the reference names: of the index, for an image of several platforms,
   * as ECS reports it for such an image.
   */
  async resolve(imageReference: string): Promise<LocalImage | undefined> {
    const reference = parseImageReference(imageReference);
    if (!reference) {
      return undefined;
    }
    const images = this.images(reference.region, reference.repository);
    const image = images.find({
      imageDigest: reference.digest,
      imageTag: reference.digest ? undefined : reference.tag,
    });
    if ('failureCode' in image) {
      return undefined;
    }
    const runnable = this.#childOf(images, image);
    if (!runnable) {
      throw new Error(
        `image Manifest does not contain descriptor matching platform '${PLATFORM.os}/${PLATFORM.architecture}'`,
      );
    }
    const local = localCommandOf(runnable.manifest);
    if (!local) {
      throw new Error(
        `the manifest ${runnable.digest} names no command in its annotation ${localAnnotations.command}: push it with a JSON array of words there`,
      );
    }
    return { digest: image.digest, ...local };
  }

  #childOf(images: Images, image: StoredImage): StoredImage | undefined {
    if (!isIndex(image.mediaType)) {
      return image;
    }
    const digest = childFor(image.manifest, PLATFORM);
    const child = digest ? images.find({ imageDigest: digest }) : undefined;
    return child && !('failureCode' in child) ? child : undefined;
  }
}
