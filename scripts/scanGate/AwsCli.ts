import { execFileSync } from 'node:child_process';
import type { ScanFindingsPage } from '../../plugins/slipway-common/src/scans/findings';
import { MANIFEST_TYPES } from '../../plugins/slipway-common/src/scans/manifest';
import type { ScannedRepository } from '../../plugins/slipway-common/src/scans/readRegistryScan';
import { releasedTag } from '../../plugins/slipway-common/src/scans/releasedTag';
import type { ScanPolicy } from '../../plugins/slipway-common/src/scans/scanPolicy';

function aws(...args: string[]): string {
  return execFileSync('aws', args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function says(error: unknown, name: string): boolean {
  return String((error as { stderr?: string }).stderr).includes(name);
}

/** A repository of the registry, and the environment's policy, through the AWS CLI that every runner has. */
export class AwsCli implements ScannedRepository {
  readonly #repository: string;

  constructor(repository: string) {
    this.#repository = repository;
  }

  readPolicy(bucket: string): ScanPolicy {
    try {
      return JSON.parse(
        aws('s3', 'cp', `s3://${bucket}/policies/scans.json`, '-'),
      );
    } catch (error) {
      throw new Error(
        `The policy of images cannot be read from ${bucket}: run the portal's template "New environment" for this environment once more. ${error}`,
      );
    }
  }

  async manifestOf(digest: string): Promise<string | undefined> {
    return this.#image(digest)?.imageManifest;
  }

  async findingsOf(digest: string): Promise<ScanFindingsPage[] | undefined> {
    try {
      // The CLI reads all pages into one answer.
      const answer = this.#ecr(
        'describe-image-scan-findings',
        `--image-id=imageDigest=${digest}`,
      );
      return [JSON.parse(answer)];
    } catch (error) {
      if (says(error, 'ScanNotFound')) {
        return undefined;
      }
      throw error;
    }
  }

  /** Tags an image as released, so that the lifecycle policy of the repository keeps it. */
  keep(digest: string): void {
    const image = this.#image(digest);
    try {
      this.#ecr(
        'put-image',
        `--image-digest=${digest}`,
        `--image-manifest=${image?.imageManifest}`,
        `--image-manifest-media-type=${image?.imageManifestMediaType}`,
        `--image-tag=${releasedTag(digest)}`,
      );
    } catch (error) {
      if (!says(error, 'ImageAlreadyExists')) {
        throw error;
      }
    }
  }

  #image(
    digest: string,
  ): { imageManifest: string; imageManifestMediaType: string } | undefined {
    const answer = this.#ecr(
      'batch-get-image',
      `--image-ids=imageDigest=${digest}`,
      '--accepted-media-types',
      ...MANIFEST_TYPES,
    );
    return JSON.parse(answer).images?.[0];
  }

  #ecr(command: string, ...options: string[]): string {
    return aws(
      'ecr',
      command,
      '--output=json',
      `--repository-name=${this.#repository}`,
      ...options,
    );
  }
}
