import { z } from 'zod';
import type { InternalClient } from '../client/InternalClient';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import { jsonResponse, type AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import type { EcsStore } from './EcsStore';

const inputSchema = z.object({
  ServiceNamespace: z.literal('ecs'),
  ResourceId: z
    .string()
    .regex(/^service\/[^/]+\/[^/]+$/)
    .transform(id => id.split('/')),
});

const registrationSchema = z.object({
  Tags: z.record(z.string(), z.string()).optional(),
});
const registeredSchema = z.object({ ScalableTargetARN: z.string() });

const tagSchema = z.object({
  ResourceARN: z.string(),
  Tags: z.record(z.string(), z.string()).default({}),
  TagKeys: z.array(z.string()).default([]),
});

export interface ScalableTargetHandlerOptions {
  /** Calls moto. */
  client: InternalClient;
  /** What ECS knows in a region. */
  storeOf(region: string): EcsStore;
}

/**
 * Lets autoscaling see ECS services. Scalable targets and policies live in moto, which accepts them only for services of
 * its own ECS: a shell of the service is made there first. The tags of targets are kept here, because moto has none.
 * Nothing scales by itself.
 */
export class ScalableTargetHandler implements Handler {
  readonly #options: ScalableTargetHandlerOptions;
  readonly #tags = new Map<string, Record<string, string>>();

  private constructor(options: ScalableTargetHandlerOptions) {
    this.#options = options;
  }

  static create(options: ScalableTargetHandlerOptions): ScalableTargetHandler {
    return new ScalableTargetHandler(options);
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (request.service !== 'application-autoscaling') {
      return next();
    }
    switch (request.action) {
      case 'TagResource':
      case 'UntagResource':
      case 'ListTagsForResource':
        return jsonResponse(this.#answerTags(request));
      case 'RegisterScalableTarget': {
        await this.#prepareTarget(request);
        const answer = await next();
        this.#keepTags(request, answer);
        return answer;
      }
      default:
        return next();
    }
  }

  #keepTags(request: AwsRequest, answer: AwsResponse): void {
    const given = registrationSchema.safeParse(request.json);
    const registered = registeredSchema.safeParse(
      answer.status === 200 && JSON.parse(answer.body.toString('utf8')),
    );
    if (given.data?.Tags && registered.success) {
      this.#tags.set(registered.data.ScalableTargetARN, given.data.Tags);
    }
  }

  #answerTags(request: AwsRequest): object {
    const input = tagSchema.parse(request.json);
    const tags = { ...this.#tags.get(input.ResourceARN), ...input.Tags };
    for (const key of input.TagKeys) {
      delete tags[key];
    }
    this.#tags.set(input.ResourceARN, tags);
    return request.action === 'ListTagsForResource' ? { Tags: tags } : {};
  }

  async #prepareTarget(request: AwsRequest): Promise<void> {
    const input = inputSchema.safeParse(request.json);
    if (!input.success) {
      return;
    }
    const [, cluster, service] = input.data.ResourceId;
    const store = this.#options.storeOf(request.region);
    const known = [...store.services.values()].find(
      ({ name, clusterArn, status }) =>
        name === service &&
        clusterArn.endsWith(`/${cluster}`) &&
        status === 'ACTIVE',
    );
    if (!known) {
      throw new AwsError(
        'ValidationException',
        `ECS service doesn't exist: service/${cluster}/${service}`,
      );
    }
    await this.#makeShell(request.region, cluster, service);
  }

  async #makeShell(
    region: string,
    cluster: string,
    service: string,
  ): Promise<void> {
    const call = (action: string, input: object) =>
      this.#options.client.json({ service: 'ecs', region, action }, input);
    await call('CreateCluster', { clusterName: cluster });
    await call('RegisterTaskDefinition', {
      family: service,
      containerDefinitions: [
        { name: service, image: service, cpu: 256, memory: 512 },
      ],
    });
    await call('CreateService', {
      cluster,
      serviceName: service,
      taskDefinition: service,
      desiredCount: 0,
    });
  }
}
