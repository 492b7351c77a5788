import {
  BatchGetImageCommand,
  type DescribeImageScanFindingsCommandOutput,
  type ECRClient,
  paginateDescribeImageScanFindings,
} from '@aws-sdk/client-ecr';
import { type LoggerService } from '@backstage/backend-plugin-api';
import { AnswerCache, type Answer } from '../cache';
import { callAws, ProblemError } from '../problems';
import { MANIFEST_TYPES, scannedDigest } from './manifest';

// The API's greatest page, and a bound for an image that nobody would read to the end.
const FINDINGS_PER_PAGE = 1000;
const MAX_PAGES = 10;
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

/** What the registry answered for a digest. */
export type RegistryScan =
  | { kind: 'not-in-registry' }
  | { kind: 'not-scanned'; scannedDigest: string }
  | {
      kind: 'scan';
      scannedDigest: string;
      pages: DescribeImageScanFindingsCommandOutput[];
    };

/** The digest that is scanned for a digest that runs; `undefined` when the registry does not have it. */
interface ResolvedDigest {
  scanned?: string;
}

/**
 * Reads what the registry says of digests: BatchGetImage finds the scanned child once, DescribeImageScanFindings its scan.
 */
export class RegistryReader {
  readonly #digests: AnswerCache<RunningImage, ResolvedDigest>;
  readonly #scans: AnswerCache<RunningImage, RegistryScan>;
  readonly #clientOf: (environment: string) => ECRClient;

  static create(options: {
    clientOf: (environment: string) => ECRClient;
    logger: LoggerService;
  }): RegistryReader {
    return new RegistryReader(options);
  }

  private constructor(options: {
    clientOf: (environment: string) => ECRClient;
    logger: LoggerService;
  }) {
    const { clientOf, logger } = options;
    this.#clientOf = clientOf;
    this.#digests = AnswerCache.create({
      subject: 'an image manifest',
      keyOf: imageKey,
      load: image => this.#resolve(image),
      // A manifest never changes, but it may be deleted, and then the next task cannot start.
      ttl: ({ scanned }) => (scanned ? 10 * MINUTE : MINUTE / 2),
      logger,
    });
    this.#scans = AnswerCache.create({
      subject: 'an image scan',
      keyOf: imageKey,
      load: image => this.#load(image),
      ttl: scanTtl,
      logger,
    });
  }

  async read(image: RunningImage): Promise<Answer<RegistryScan>> {
    return this.#scans.get(image);
  }

  async #load(image: RunningImage): Promise<RegistryScan> {
    const { value, problem } = await this.#digests.get(image);
    if (!value) {
      throw new ProblemError(problem);
    }
    return value.scanned === undefined
      ? { kind: 'not-in-registry' }
      : this.#findings(image, value.scanned);
  }

  async #resolve(image: RunningImage): Promise<ResolvedDigest> {
    const { environment, registryId, repository, digest } = image;
    const answer = await callAws(
      {
        action: 'ecr:BatchGetImage',
        subject: `the repository ${repository}`,
        environment,
      },
      () =>
        this.#clientOf(environment).send(
          new BatchGetImageCommand({
            registryId,
            repositoryName: repository,
            imageIds: [{ imageDigest: digest }],
            acceptedMediaTypes: MANIFEST_TYPES,
          }),
        ),
    );
    const manifest = answer.images?.[0]?.imageManifest;
    if (manifest === undefined) {
      return {};
    }
    return { scanned: scannedDigest({ digest, manifest }, image.architecture) };
  }

  async #findings(image: RunningImage, digest: string): Promise<RegistryScan> {
    const { environment, registryId, repository } = image;
    const call = {
      action: 'ecr:DescribeImageScanFindings',
      subject: `the repository ${repository}`,
      environment,
    };
    const pages: DescribeImageScanFindingsCommandOutput[] = [];
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
          if (pages.length === MAX_PAGES) {
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

function imageKey(image: RunningImage): string {
  const { environment, registryId, repository, digest, architecture } = image;
  return [environment, registryId, repository, digest, architecture].join(' ');
}

// A scan that is under way may end at any moment; one that ended changes when the vulnerability database does.
function scanTtl(scan: RegistryScan): number {
  const status =
    scan.kind === 'scan' ? scan.pages[0]?.imageScanStatus?.status : undefined;
  return status === 'COMPLETE' || status === 'ACTIVE' ? 5 * MINUTE : 15_000;
}

function causeName(error: unknown): string | undefined {
  return error instanceof ProblemError && error.cause instanceof Error
    ? error.cause.name
    : undefined;
}
