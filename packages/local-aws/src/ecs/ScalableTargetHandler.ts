import { z } from 'zod';
import type { InternalClient } from '../client/InternalClient';
import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import type { AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import type { EcsStore } from './EcsStore';

const inputSchema = z.object({
  ServiceNamespace: z.literal('ecs'),
  ResourceId: z
    .string()
    .regex(/^service\/[^/]+\/[^/]+$/)
    .transform(id => id.split('/')),
});

export interface ScalableTargetHandlerOptions {
  /** Calls moto. */
  client: InternalClient;
  /** What ECS knows in a region. */
  storeOf(region: string): EcsStore;
}

/**
 * Lets autoscaling see ECS services. Scalable targets and policies live in moto, which accepts them only for services of
 * its own ECS: a shell of the service is made there first. Nothing scales by itself here.
 */
export class ScalableTargetHandler implements Handler {
  readonly #options: ScalableTargetHandlerOptions;

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
    const input =
      request.action === 'RegisterScalableTarget'
        ? inputSchema.safeParse(request.json)
        : undefined;
    if (!input?.success) {
      return next();
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
    return next();
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
