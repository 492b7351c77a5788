import {
  BatchGetImageCommand,
  type ECRClient,
  paginateDescribeImageScanFindings,
} from '@aws-sdk/client-ecr';
import { type LoggerService } from '@backstage/backend-plugin-api';
import {
  MANIFEST_TYPES,
  type RegistryScan,
  type ScanFindingsPage,
  scannedManifest,
  type ScannedManifest,
} from '@slipway/plugin-slipway-common';
import DataLoader from 'dataloader';
import { AnswerCache, type Answer } from '../cache';
import { callAws, ProblemError } from '../problems';

// The API's greatest page, and a bound for an image that nobody would read to the end.
const FINDINGS_PER_PAGE = 1000;
const MAX_PAGES = 20;
const IMAGES_PER_CALL = 100;
// Images of a repository that are asked for together share a call.
const BATCH_WINDOW_MS = 5;
const MINUTE = 60_000;

/** An image that runs. */
export interface RunningImage {
  environment: string;
  registryId: string;
  repository: string;
  digest: string;
  /** As in a manifest: `amd64` or `arm64`. */
  architecture: string;
}

/** Options of {@link RegistryReader.create}. */
export interface RegistryReaderOptions {
  clientOf: (environment: string) => ECRClient;
  logger: LoggerService;
}

/** What a repository has under a digest: a manifest's text, or nothing. */
interface StoredManifest {
  text?: string;
  /** The registry has the digest and does not hand its manifest out, as for an archived image. */
  withheld?: boolean;
}

/**
 * Reads what the registry says of digests: BatchGetImage (shared by the digests of a repository) finds the scanned child,
 * DescribeImageScanFindings its scan. One page of it has the status and the counts; all pages are read on demand.
 */
export class RegistryReader {
  readonly #manifests: AnswerCache<RunningImage, StoredManifest>;
  readonly #scans: AnswerCache<RunningImage, RegistryScan>;
  readonly #allFindings: AnswerCache<RunningImage, RegistryScan>;
  readonly #loaders = new Map<string, DataLoader<string, StoredManifest>>();
  readonly #clientOf: (environment: string) => ECRClient;

  static create(options: RegistryReaderOptions): RegistryReader {
    return new RegistryReader(options);
  }

  private constructor(options: RegistryReaderOptions) {
    const { clientOf, logger } = options;
    this.#clientOf = clientOf;
    this.#manifests = AnswerCache.create({
      subject: 'an image manifest',
      keyOf: imageKey,
      load: image => this.#loaderOf(image).load(image.digest),
      // A manifest never changes, but it may be deleted, and then the next task cannot start.
      ttl: ({ text }) => (text ? 10 * MINUTE : MINUTE / 2),
      logger,
    });
    this.#scans = AnswerCache.create({
      subject: 'an image scan',
      keyOf: imageKey,
      load: image => this.#findings(image, 1),
      ttl: scanTtl,
      logger,
    });
    this.#allFindings = AnswerCache.create({
      subject: 'the findings of an image',
      keyOf: imageKey,
      load: image => this.#findings(image, MAX_PAGES),
      ttl: scanTtl,
      // Ten thousand findings are some megabytes.
      max: 20,
      logger,
    });
  }

  /** Status and counts, with the first page of findings. */
  async read(image: RunningImage): Promise<Answer<RegistryScan>> {
    return this.#read(image, this.#scans);
  }

  /** The same with all findings. */
  async readAll(image: RunningImage): Promise<Answer<RegistryScan>> {
    const first = await this.read(image);
    return hasMore(first.value) ? this.#read(image, this.#allFindings) : first;
  }

  /** The manifest that is scanned for an image; `undefined` where the registry does not hand it out. */
  async readScannedManifest(image: RunningImage): Promise<string | undefined> {
    const text = (await this.#manifests.get(image)).value?.text;
    const digest = scannedOf(image, { text })?.digest;
    return digest === undefined || digest === image.digest
      ? text
      : (await this.#manifests.get({ ...image, digest })).value?.text;
  }

  async #read(
    image: RunningImage,
    scans: AnswerCache<RunningImage, RegistryScan>,
  ): Promise<Answer<RegistryScan>> {
    const manifest = await this.#manifests.get(image);
    if (!manifest.value) {
      return { problem: manifest.problem };
    }
    const found = scannedOf(image, manifest.value);
    if (found?.digest === undefined) {
      const { at, problem } = manifest;
      const platforms = found?.platforms;
      return { value: { kind: 'not-in-registry', platforms }, at, problem };
    }
    return scans.get({ ...image, digest: found.digest });
  }

  #loaderOf(image: RunningImage): DataLoader<string, StoredManifest> {
    const { environment, registryId, repository } = image;
    const id = [environment, registryId, repository].join(' ');
    let loader = this.#loaders.get(id);
    if (!loader) {
      loader = new DataLoader(digests => this.#getImages(image, digests), {
        cache: false,
        maxBatchSize: IMAGES_PER_CALL,
        batchScheduleFn: run => setTimeout(run, BATCH_WINDOW_MS),
      });
      this.#loaders.set(id, loader);
    }
    return loader;
  }

  async #getImages(
    { environment, registryId, repository }: RunningImage,
    digests: readonly string[],
  ): Promise<StoredManifest[]> {
    const unique = [...new Set(digests)];
    const { images = [], failures = [] } = await callAws(
      {
        action: 'ecr:BatchGetImage',
        subject: repositoryName(registryId, repository),
        environment,
      },
      () =>
        this.#clientOf(environment).send(
          new BatchGetImageCommand({
            registryId,
            repositoryName: repository,
            imageIds: unique.map(imageDigest => ({ imageDigest })),
            acceptedMediaTypes: MANIFEST_TYPES,
          }),
        ),
    );
    return digests.map(digest => {
      const text = images.find(
        ({ imageId }) => imageId?.imageDigest === digest,
      )?.imageManifest;
      const failure = failures.find(
        ({ imageId }) => imageId?.imageDigest === digest,
      )?.failureCode;
      return {
        text,
        withheld: failure !== undefined && failure !== 'ImageNotFound',
      };
    });
  }

  async #findings(
    image: RunningImage,
    maxPages: number,
  ): Promise<RegistryScan> {
    const { environment, registryId, repository, digest } = image;
    const call = {
      action: 'ecr:DescribeImageScanFindings',
      subject: repositoryName(registryId, repository),
      environment,
    };
    const pages: ScanFindingsPage[] = [];
    try {
      await callAws(call, async () => {
        const paginator = paginateDescribeImageScanFindings(
          { client: this.#clientOf(environment), pageSize: FINDINGS_PER_PAGE },
          {
            registryId,
            repositoryName: repository,
            imageId: { imageDigest: digest },
          },
        );
        for await (const page of paginator) {
          pages.push(page);
          if (pages.length === maxPages) {
            break;
          }
        }
      });
    } catch (error) {
      switch (causeName(error)) {
        case 'ScanNotFoundException':
          return { kind: 'not-scanned', scannedDigest: digest };
        case 'ImageNotFoundException':
          return { kind: 'not-in-registry' };
        default:
          throw error;
      }
    }
    return { kind: 'scan', scannedDigest: digest, pages };
  }
}

/** Whether there are findings that a page of an answer does not have. */
export function hasMore(scan: RegistryScan | undefined): boolean {
  return scan?.kind === 'scan' && scan.pages.at(-1)?.nextToken !== undefined;
}

function scannedOf(
  { digest, architecture }: RunningImage,
  { text, withheld }: StoredManifest,
): ScannedManifest | undefined {
  if (text !== undefined) {
    return scannedManifest({ digest, manifest: text }, architecture);
  }
  return withheld ? { digest } : undefined;
}

function repositoryName(registryId: string, repository: string): string {
  return `the repository ${repository} of the registry ${registryId}`;
}

function imageKey(image: RunningImage): string {
  const { environment, registryId, repository, digest } = image;
  return [environment, registryId, repository, digest].join(' ');
}

// A scan that is under way may end at any moment. One that was completed stays as it is, unless someone starts another; one
// that is continuous changes with the vulnerability database.
function scanTtl(scan: RegistryScan): number {
  const status =
    scan.kind === 'scan' ? scan.pages[0]?.imageScanStatus?.status : undefined;
  switch (status) {
    case 'COMPLETE':
      return 60 * MINUTE;
    case 'ACTIVE':
      return 10 * MINUTE;
    default:
      return 15_000;
  }
}

function causeName(error: unknown): string | undefined {
  return error instanceof ProblemError && error.cause instanceof Error
    ? error.cause.name
    : undefined;
}
