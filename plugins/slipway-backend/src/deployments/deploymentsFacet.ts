import {
  type DeployedService,
  type Deployments,
  type FacetResult,
  type Problem,
} from '@slipway/plugin-slipway-common';
import { type Answer } from '../cache';
import { facetProblem, facetResult, oldest } from '../facets';
import { combineProblems } from '../problems';
import { type BoundFacts, type ServiceKey } from '../services';
import { type DeclaredService } from '../stacks';
import { type ConsoleLocation } from './consoleLinks';
import { type EcsSnapshot } from './EcsSnapshot';
import { deployedService } from './deploymentsModel';
import { deploymentsVerdict } from './deploymentsVerdict';

/** A declared service with what ECS said of it. */
export interface ObservedService {
  declared: DeclaredService;
  answer: Answer<EcsSnapshot>;
}

/** What the deployments facet is made of. */
export interface DeploymentsParts {
  bound: BoundFacts;
  observed: ObservedService[];
  console?: ConsoleLocation;
}

/**
 * The deployments facet: what runs, and how the last rollout ended.
 */
export function deploymentsFacet(
  key: ServiceKey,
  parts: DeploymentsParts,
): FacetResult<Deployments> {
  const { bound, observed, console } = parts;
  if (!bound.facts) {
    return facetProblem(bound.problem);
  }
  const { facts } = bound;
  const services: DeployedService[] = [];
  const moments = [bound.at];
  const problems: (Problem | undefined)[] = [];
  for (const { declared, answer } of observed) {
    if (answer.value) {
      const snapshot = answer.value;
      services.push(deployedService({ declared, facts, snapshot, console }));
      moments.push(answer.at);
      problems.push(
        answer.problem,
        ...snapshot.problems.map(({ problem }) => problem),
      );
    } else {
      problems.push(answer.problem);
    }
  }
  problems.push(bound.problem);
  const problem = combineProblems(problems);
  const missing = observed.length - services.length;
  if (services.length === 0 && problem) {
    return facetProblem(problem);
  }
  const released = services.some(service => service.released);
  return facetResult({
    // A service that ECS does not show is not vouched for by the others.
    verdict: missing > 0 ? 'unknown' : deploymentsVerdict(services),
    at: oldest(...moments),
    data: { services },
    problem: problem ?? (released ? undefined : notReleased(key)),
  });
}

/** No image was released into the stack yet; or it is not known what a service without one would run. */
export function notReleased(key: ServiceKey): Problem {
  if (key.stack === undefined) {
    return {
      code: 'not-released',
      message: `The ECS service ${key.ecsService.name} runs nothing in ${key.environment}, and has no task definition of its own`,
      remedy: 'Deploy it with what deploys the service',
    };
  }
  return {
    code: 'not-released',
    message: `No image was released into ${key.environment} yet`,
    remedy: `Push an image of ${key.stack} and release its digest with the “Release image” template`,
  };
}
