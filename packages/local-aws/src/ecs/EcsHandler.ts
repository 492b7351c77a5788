import { AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';
import { jsonResponse, type AwsResponse } from '../proxy/AwsResponse';
import type { Handler } from '../proxy/Handler';
import { clusterOperations } from './api/clusterOperations';
import type { Operation } from './api/operation';
import { serviceDeploymentOperations } from './api/serviceDeploymentOperations';
import { serviceOperations } from './api/serviceOperations';
import { tagOperations } from './api/tagOperations';
import { taskDefinitionOperations } from './api/taskDefinitionOperations';
import { taskOperations } from './api/taskOperations';
import { taskSetOperations } from './api/taskSetOperations';
import type { Ecs } from './Ecs';

const OPERATIONS = new Map<string, Operation>(
  Object.entries({
    ...clusterOperations,
    ...taskDefinitionOperations,
    ...serviceOperations,
    ...serviceDeploymentOperations,
    ...taskSetOperations,
    ...taskOperations,
    ...tagOperations,
  }),
);

export interface EcsHandlerOptions {
  accountId: string;
  ecs: Ecs;
}

/** Answers the whole ECS API; moto's ECS is never asked, because its services never get tasks. */
export class EcsHandler implements Handler {
  readonly #options: EcsHandlerOptions;

  private constructor(options: EcsHandlerOptions) {
    this.#options = options;
  }

  static create(options: EcsHandlerOptions): EcsHandler {
    return new EcsHandler(options);
  }

  async handle(
    request: AwsRequest,
    next: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    if (request.service !== 'ecs') {
      return next();
    }
    const operation = OPERATIONS.get(request.action);
    if (!operation) {
      throw new AwsError(
        'UnknownOperationException',
        `local-aws does not know the ECS action ${request.action}`,
      );
    }
    const { accountId, ecs } = this.#options;
    const context = ecs.context(
      request.region,
      `arn:aws:iam::${accountId}:root`,
    );
    return jsonResponse(await operation(request.json, context));
  }
}
