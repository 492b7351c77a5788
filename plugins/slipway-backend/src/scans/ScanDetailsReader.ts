import { NotFoundError } from '@backstage/errors';
import {
  type ImageDetails,
  type ImageFinding,
  imageFindings,
  judgeScan,
  parseEcrImage,
  type Problem,
  type RegistryScan,
  type ScanDetails,
  type ScanFindings,
  type ScanPolicy,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { baseImageOf, baseLayersOf } from './baseLayers';
import { type DeployedImage } from './deployedImages';
import { type BaseLayers, countOrigins, foldByFix } from './foldByFix';
import { lifecycleOf } from './lifecycle';
import { compareFindings, newestImage } from './newestImage';
import { runningImage } from './readImages';
import { type RegistryReader, type RunningImage } from './RegistryReader';
import {
  type RepositoryFacts,
  type RepositoryReader,
} from './RepositoryReader';

const FINDINGS_PER_PAGE = 200;
const SHOWN_FIXES = 50;

/** The images of a service, and by what they are judged. */
export interface ScanDetailsSubject {
  environment: string;
  images: readonly DeployedImage[];
  policy: ScanPolicy;
}

/**
 * What the tab shows of scans beyond the facet: every finding, what would clear them, the image that was pushed last and the
 * repository's lifecycle. Never read for an overview.
 */
export class ScanDetailsReader {
  readonly #registry: RegistryReader;
  readonly #repositories: RepositoryReader;

  static create(options: {
    registry: RegistryReader;
    repositories: RepositoryReader;
  }): ScanDetailsReader {
    return new ScanDetailsReader(options);
  }

  private constructor(options: {
    registry: RegistryReader;
    repositories: RepositoryReader;
  }) {
    this.#registry = options.registry;
    this.#repositories = options.repositories;
  }

  async read(subject: ScanDetailsSubject): Promise<ScanDetails> {
    const { environment, images, policy } = subject;
    const details = images.map(image => {
      const running = runningImage(environment, image);
      return running && this.#details(image.container, running, policy);
    });
    const known = await Promise.all(details);
    return { images: known.filter(image => image !== undefined) };
  }

  /**
   * A page of the findings of an image that runs.
   *
   * @throws NotFoundError when the service does not run the digest.
   */
  async readFindings(
    subject: ScanDetailsSubject,
    page: { digest: string; offset: number },
  ): Promise<ScanFindings> {
    const { digest, offset } = page;
    const image = subject.images.find(running => running.digest === digest);
    const running = image && runningImage(subject.environment, image);
    if (!running) {
      throw new NotFoundError(`The service does not run the image ${digest}`);
    }
    const findings = findingsOf(await this.#registry.readAll(running));
    return {
      total: findings.length,
      offset,
      findings: findings.slice(offset, offset + FINDINGS_PER_PAGE),
    };
  }

  async #details(
    container: string,
    running: RunningImage,
    policy: ScanPolicy,
  ): Promise<ImageDetails> {
    const [scan, repository, baseLayers] = await Promise.all([
      this.#registry.readAll(running),
      this.#repositories.read(running),
      this.#baseLayers(running),
    ]);
    const findings = findingsOf(scan);
    const facts = repository.value;
    const newest = facts?.images && newestImage(facts.images);
    const isNewest = newest?.digest === running.digest;
    return {
      container,
      digest: running.digest,
      findings: findings.length,
      origins: countOrigins(findings, baseLayers),
      originBy: baseLayers ? 'layers' : 'package-manager',
      fixes: foldByFix(findings, baseLayers).slice(0, SHOWN_FIXES),
      isNewest,
      newest:
        newest && !isNewest
          ? {
              ...newest,
              pushedAt: newest.pushedAt.toISOString(),
              ...(await this.#compare(running, {
                digest: newest.digest,
                findings,
                policy,
              })),
            }
          : undefined,
      tagMutability: facts?.tagMutability,
      lifecycle: facts && lifecycleIn(running.digest, facts),
      problems: [
        scan.problem,
        repository.problem,
        ...(facts?.problems ?? []),
      ].filter((problem): problem is Problem => problem !== undefined),
    };
  }

  async #compare(
    running: RunningImage,
    other: { digest: string; findings: ImageFinding[]; policy: ScanPolicy },
  ): Promise<
    Pick<NonNullable<ImageDetails['newest']>, 'status' | 'fixes' | 'adds'>
  > {
    const { digest, findings, policy } = other;
    const answer = await this.#registry.readAll({ ...running, digest });
    if (!answer.value) {
      return { status: 'not-scanned' };
    }
    const { status } = judgeScan(answer.value, policy, new Date());
    const isKnown = ['passing', 'blocked', 'outdated'].includes(status);
    return {
      status,
      ...(isKnown ? compareFindings(findings, findingsOf(answer)) : {}),
    };
  }

  /** Of the base image, where the image names one that lies in the same registry. */
  async #baseLayers(running: RunningImage): Promise<BaseLayers> {
    const manifest = await this.#registry.readScannedManifest(running);
    const base = baseImageOf(manifest);
    const ecr = base && parseEcrImage(base.reference);
    if (!base || ecr?.registryId !== running.registryId) {
      return undefined;
    }
    const { repository } = ecr;
    return baseLayersOf(
      manifest,
      await this.#registry.readScannedManifest({
        ...running,
        repository,
        digest: base.digest,
      }),
    );
  }
}

function findingsOf({ value }: Answer<RegistryScan>): ImageFinding[] {
  return value?.kind === 'scan' ? imageFindings(value.pages) : [];
}

function lifecycleIn(
  digest: string,
  { lifecyclePolicy, images = [] }: RepositoryFacts,
): ImageDetails['lifecycle'] {
  return lifecycleOf(digest, {
    policy: lifecyclePolicy,
    images: images.map(image => ({
      digest: image.imageDigest ?? '',
      tags: image.imageTags ?? [],
      pushedAt: image.imagePushedAt ?? new Date(0),
      pulledAt: image.lastRecordedPullTime,
    })),
    now: new Date(),
  });
}
