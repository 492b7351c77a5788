import { z } from 'zod';
import { AwsError } from '../../proxy/AwsError';
import type { EcsStore } from '../EcsStore';
import type { Service } from '../model';
import { resolveHook } from '../rollout/advanceStages';
import { abandonDeployment } from '../rollout/failDeployment';
import { operation, page, pageSchema, type Operation } from './operation';
import {
  serviceDeploymentBrief,
  serviceDeploymentToWire,
  serviceRevisionToWire,
} from './serviceWire';

const epochSeconds = z
  .number()
  .transform(seconds => new Date(Math.floor(seconds * 1000)));

/** At most twenty deployments or revisions in one call. */
const arnsSchema = z.array(z.string()).min(1).max(20);

/** Looks each ARN up among what `pick` finds in any service; what is missing is reported, not thrown. */
function describeEach(
  store: EcsStore,
  arns: string[],
  pick: (service: Service, arn: string) => object | undefined,
) {
  const found = [];
  const failures = [];
  for (const arn of arns) {
    let match: object | undefined;
    for (const service of store.services.values()) {
      match ??= pick(service, arn);
    }
    if (match) {
      found.push(match);
    } else {
      failures.push({ arn, reason: 'MISSING' });
    }
  }
  return { found, failures };
}

export const serviceDeploymentOperations: Record<string, Operation> = {
  ListServiceDeployments: operation(
    z.object({
      ...pageSchema,
      cluster: z.string().optional(),
      service: z.string(),
      status: z.array(z.string()).optional(),
      createdAt: z
        .object({
          after: epochSeconds.optional(),
          before: epochSeconds.optional(),
        })
        .default({}),
    }),
    (input, { store }) => {
      const service = store.service(input.cluster, input.service);
      const { after, before } = input.createdAt;
      const records = service.serviceDeployments.filter(
        ({ status, createdAt }) =>
          (!input.status?.length || input.status.includes(status)) &&
          (!after || createdAt >= after) &&
          (!before || createdAt <= before),
      );
      const { items, nextToken } = page(records, {
        ...input,
        maxResults: input.maxResults ?? 20,
      });
      return {
        serviceDeployments: items.map(record =>
          serviceDeploymentBrief(service, record),
        ),
        nextToken,
      };
    },
  ),

  DescribeServiceDeployments: operation(
    z.object({ serviceDeploymentArns: arnsSchema }),
    (input, { store }) => {
      const { found, failures } = describeEach(
        store,
        input.serviceDeploymentArns,
        (service, arn) => {
          const record = service.serviceDeployments.find(
            candidate => candidate.arn === arn,
          );
          return record && serviceDeploymentToWire(store, service, record);
        },
      );
      return { serviceDeployments: found, failures };
    },
  ),

  DescribeServiceRevisions: operation(
    z.object({ serviceRevisionArns: arnsSchema }),
    (input, { store }) => {
      const { found, failures } = describeEach(
        store,
        input.serviceRevisionArns,
        (service, arn) => {
          const revision = service.revisions.find(
            candidate => candidate.arn === arn,
          );
          return revision && serviceRevisionToWire(service, revision);
        },
      );
      return { serviceRevisions: found, failures };
    },
  ),

  ContinueServiceDeployment: operation(
    z.object({
      serviceDeploymentArn: z.string(),
      hookId: z.string(),
      action: z.enum(['CONTINUE', 'ROLLBACK']).default('CONTINUE'),
    }),
    (input, { store, now }) => {
      const { serviceDeploymentArn, hookId, action } = input;
      for (const service of store.services.values()) {
        const record = service.serviceDeployments.find(
          ({ arn }) => arn === serviceDeploymentArn,
        );
        if (record) {
          const hook = record.stages?.hooks.find(
            candidate =>
              candidate.hookId === hookId &&
              candidate.status === 'AWAITING_ACTION',
          );
          if (!hook || record.status !== 'IN_PROGRESS') {
            throw new AwsError(
              'InvalidParameterException',
              'The lifecycle hook does not await an action.',
            );
          }
          resolveHook(service, hook, { action, now });
          return { serviceDeploymentArn };
        }
      }
      throw new AwsError(
        'ServiceDeploymentNotFoundException',
        'Service deployment not found.',
      );
    },
  ),

  StopServiceDeployment: operation(
    z.object({
      serviceDeploymentArn: z.string(),
      stopType: z.enum(['ABORT', 'ROLLBACK']).default('ROLLBACK'),
    }),
    (input, { store, now }) => {
      const arn = input.serviceDeploymentArn;
      for (const service of store.services.values()) {
        const record = service.serviceDeployments.find(
          candidate => candidate.arn === arn,
        );
        if (record && record.status === 'IN_PROGRESS') {
          abandonDeployment(service, record, {
            now,
            reason: 'Service deployment was stopped by the user.',
            rolloutReason: 'ECS deployment was stopped by the user.',
          });
          return { serviceDeploymentArn: arn };
        }
        if (record) {
          throw new AwsError(
            'ConflictException',
            `The service deployment is in status ${record.status} and cannot be stopped.`,
          );
        }
      }
      throw new AwsError(
        'ServiceDeploymentNotFoundException',
        'Service deployment not found.',
      );
    },
  ),
};
