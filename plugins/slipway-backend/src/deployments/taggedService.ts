import { type Service } from '@aws-sdk/client-ecs';
import { ENTITY_REF_TAG, type Problem } from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { ProblemError } from '../problems';
import { type BoundFacts, type EcsOnlyServiceKey } from '../services';
import { type DeclaredService } from '../stacks';
import { type ObservedService } from './deploymentsFacet';
import { type EcsSnapshot } from './EcsSnapshot';

/**
 * Refuses an ECS service that does not name the entity. Anyone may write any ARN into an annotation: only the service itself, by a
 * tag that takes access to AWS, says whose it is.
 *
 * @throws ProblemError `not-bound`, which repeats nothing of the service.
 */
export function requireTag(
  { tags = [] }: Service,
  entityRef: string,
  environment: string,
): void {
  const tag = tags.find(({ key }) => key === ENTITY_REF_TAG);
  if (tag?.value?.toLocaleLowerCase('en-US') !== entityRef) {
    throw new ProblemError({
      code: 'not-bound',
      message: `The ECS service that ${entityRef} names in environment ${environment} does not name ${entityRef} in its tag ${ENTITY_REF_TAG}`,
      remedy: `Who owns the service tags it: aws ecs tag-resource --resource-arn <ARN of the service> --tags key=${ENTITY_REF_TAG},value=${entityRef}`,
    });
  }
}

/** What the facets need of a service without a stack. There ECS alone says what is declared. */
export function taggedService(
  key: EcsOnlyServiceKey,
  answer: Answer<EcsSnapshot>,
): { bound: BoundFacts; observed: ObservedService[] } {
  if (!answer.value) {
    return { bound: { problem: withRemedy(answer.problem) }, observed: [] };
  }
  const { service, taskDefinition } = answer.value;
  const declared: DeclaredService = {
    address: '',
    name: key.ecsService.name,
    arn: service.serviceArn ?? '',
    clusterName: key.ecsService.cluster,
    desiredCount: service.desiredCount ?? 0,
    taskDefinition: service.taskDefinition ?? '',
    autoscaled: false,
  };
  return {
    bound: {
      facts: {
        entityRef: key.entityRef,
        released: true,
        services: [declared],
        taskDefinitions: taskDefinition ? [taskDefinition] : [],
      },
      at: answer.at,
      problem: answer.problem,
    },
    observed: [{ declared, answer }],
  };
}

// What a stack has lost is reconciled; this one only the catalog names.
function withRemedy(problem: Problem): Problem {
  return problem.code === 'not-found'
    ? {
        ...problem,
        remedy:
          'Correct the annotation, or take it away if the service was deleted',
      }
    : problem;
}
