import { type Problem, type ProblemCode } from '@slipway/plugin-slipway-common';
import {
  type TerraformError,
  type TerraformErrorCode,
} from '@slipway/plugin-slipway-node';
import { deniedAction } from '../problems';
import { type StackKey } from '../stacks';

const CODES: Record<TerraformErrorCode, ProblemCode> = {
  'terraform-missing': 'terraform-missing',
  'terraform-too-old': 'terraform-missing',
  'roots-missing': 'not-configured',
  'state-locked': 'terraform-failed',
  'state-damaged': 'state-damaged',
  'stale-plan': 'terraform-failed',
  'bucket-missing': 'environment-not-bootstrapped',
  'credentials-invalid': 'credentials-invalid',
  'access-denied': 'access-denied',
  unreachable: 'unreachable',
  'provider-unavailable': 'terraform-failed',
  'not-initialised': 'terraform-failed',
  'destroy-refused': 'terraform-failed',
  cancelled: 'check-pending',
  failed: 'terraform-failed',
};

const REMEDIES: Partial<Record<TerraformErrorCode, string>> = {
  'terraform-missing':
    'Install terraform or tofu on the portal’s host, or set slipway.terraform.binary',
  'terraform-too-old':
    'Install a newer terraform or tofu on the portal’s host: the portal’s log names the version that is needed',
  'state-damaged': 'See the state facet',
  'credentials-invalid': 'Renew the portal’s credentials for this account',
  'provider-unavailable':
    'Give the portal’s host access to the provider registry, or a mirror by slipway.terraform.mirror',
};

/**
 * Why a plan gave no answer. Terraform's own text stays in the log: it names principals and may quote values. Only a denied
 * action is taken out of it.
 */
export function terraformProblem(
  error: TerraformError,
  key: StackKey,
): Problem {
  const action = deniedAction(error.message);
  const what = `Terraform could not plan the stack ${key.stack} in environment ${key.environment}`;
  return {
    code: CODES[error.code],
    message: action ? `${what}: AWS denied ${action}` : what,
    remedy: action
      ? `Allow ${action} to the environment's reader role; running the environment template again restores its policy`
      : REMEDIES[error.code] ??
        'The portal has logged Terraform’s own words; check again when the cause is mended',
    ...(action ? { missingAction: action } : {}),
  };
}
