import { z } from 'zod';
import type { InternalClient } from '../client/InternalClient';
import type { AdminRoutes } from '../proxy/AdminRoutes';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import { jsonResponse, type AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import { CreationTemplates } from './CreationTemplates';
import { expiredImages } from './expiredImages';
import {
  batchDeleteImage,
  batchGetImage,
  describeImages,
  listImages,
  parseInput,
  putImage,
  type RepositoryCall,
} from './imageActions';
import { isIndex } from './manifest';
import { PullThroughCacheRules } from './PullThroughCacheRules';
import type { Registry } from './Registry';
import { Repositories } from './Repositories';
import { describeImageScanFindings, startImageScan } from './scanActions';
import { scanScriptSchema } from './Scans';

/** What the registry is made from. */
export interface RegistryHandlerOptions {
  accountId: string;
  admin: AdminRoutes;
  registry: Registry;
  /** Reaches moto, which keeps the repositories. */
  client: InternalClient;
}

const namedSchema = z.object({ repositoryName: z.string() });

/**
 * ECR: images, their digests and their scans are kept here, pull-through cache rules and repository creation templates too;
 * repositories and everything else stays in moto. `POST /_local/registry/scans` scripts the scan of a digest.
 */
export class RegistryHandler implements Handler {
  readonly #accountId: string;
  readonly #registry: Registry;
  readonly #repositories: Repositories;
  // By region.
  readonly #cacheRules = new Map<string, PullThroughCacheRules>();
  readonly #creationTemplates = new Map<string, CreationTemplates>();

  private constructor(options: RegistryHandlerOptions) {
    this.#accountId = options.accountId;
    this.#registry = options.registry;
    this.#repositories = Repositories.create({
      client: options.client,
      registryId: options.accountId,
    });
  }

  static create(options: RegistryHandlerOptions): RegistryHandler {
    const { admin, registry } = options;
    admin.on('POST', 'registry/scans', body => {
      const script = scanScriptSchema.parse(body);
      registry.scans.script(script);
      return script;
    });
    return new RegistryHandler(options);
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (request.service !== 'ecr') {
      return next();
    }
    if (request.action === 'DeleteRepository') {
      return this.#deleteRepository(request, next);
    }
    const answer =
      this.#answerForRules(request) ??
      this.#answerForTemplates(request) ??
      (await this.#answerForImages(request));
    return answer ? jsonResponse(answer) : next();
  }

  #answerForRules(request: AwsRequest): object | undefined {
    const rules = this.#rulesOf(request.region);
    switch (request.action) {
      case 'CreatePullThroughCacheRule':
        return rules.create(request.json);
      case 'UpdatePullThroughCacheRule':
        return rules.update(request.json);
      case 'DescribePullThroughCacheRules':
        return rules.describe(request.json);
      case 'DeletePullThroughCacheRule':
        return rules.delete(request.json);
      default:
        return undefined;
    }
  }

  #answerForTemplates(request: AwsRequest): object | undefined {
    const templates = this.#templatesOf(request.region);
    switch (request.action) {
      case 'CreateRepositoryCreationTemplate':
        return templates.create(request.json);
      case 'UpdateRepositoryCreationTemplate':
        return templates.update(request.json);
      case 'DescribeRepositoryCreationTemplates':
        return templates.describe(request.json);
      case 'DeleteRepositoryCreationTemplate':
        return templates.delete(request.json);
      default:
        return undefined;
    }
  }

  async #answerForImages(request: AwsRequest): Promise<object | undefined> {
    const { scans } = this.#registry;
    switch (request.action) {
      case 'PutImage':
        return this.#putImage(request);
      case 'BatchGetImage':
        return batchGetImage(await this.#call(request));
      case 'DescribeImages':
        return describeImages(await this.#call(request));
      case 'ListImages':
        return listImages(await this.#call(request));
      case 'BatchDeleteImage':
        return batchDeleteImage(await this.#call(request));
      case 'DescribeImageScanFindings':
        return describeImageScanFindings(await this.#call(request), scans);
      case 'StartImageScan':
        return startImageScan(await this.#call(request), scans);
      default:
        return undefined;
    }
  }

  async #putImage(request: AwsRequest): Promise<object> {
    const call = await this.#call(request);
    const settings = await this.#repositories.settings(
      request.region,
      call.repositoryName,
    );
    const { stored, answer } = putImage(call, settings);
    if (settings.scanOnPush && !isIndex(stored.mediaType)) {
      this.#registry.scans.scan(call.repositoryName, stored.digest);
    }
    await this.#expire(request.region, call);
    return answer;
  }

  // ECR takes up to a day for it; here every push is followed by it.
  async #expire(region: string, call: RepositoryCall): Promise<void> {
    const { images, repositoryName } = call;
    const policy = await this.#repositories.lifecyclePolicy(
      region,
      repositoryName,
    );
    const doomed = policy
      ? expiredImages(policy, images.list(), new Date())
      : [];
    for (const { digest } of doomed) {
      images.delete({ imageDigest: digest });
    }
  }

  async #deleteRepository(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    const { repositoryName, force } = parseInput(
      namedSchema.extend({ force: z.boolean().optional() }),
      request.json,
    );
    const images = this.#registry.images(request.region, repositoryName);
    if (images.size > 0 && !force) {
      throw new AwsError(
        'RepositoryNotEmptyException',
        `The repository with name '${repositoryName}' in registry with id '${
          this.#accountId
        }' cannot be deleted because it still contains images`,
      );
    }
    const answer = await next();
    if (answer.status === 200) {
      this.#registry.forget(request.region, repositoryName);
    }
    return answer;
  }

  async #call(request: AwsRequest): Promise<RepositoryCall> {
    const { repositoryName } = parseInput(namedSchema, request.json);
    await this.#repositories.settings(request.region, repositoryName);
    return {
      registryId: this.#accountId,
      repositoryName,
      images: this.#registry.images(request.region, repositoryName),
      input: request.json,
    };
  }

  #templatesOf(region: string): CreationTemplates {
    const templates =
      this.#creationTemplates.get(region) ??
      CreationTemplates.create({ registryId: this.#accountId });
    this.#creationTemplates.set(region, templates);
    return templates;
  }

  #rulesOf(region: string): PullThroughCacheRules {
    const rules =
      this.#cacheRules.get(region) ??
      PullThroughCacheRules.create({ registryId: this.#accountId });
    this.#cacheRules.set(region, rules);
    return rules;
  }
}
