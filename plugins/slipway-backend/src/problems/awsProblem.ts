import { type Problem } from '@slipway/plugin-slipway-common';
import { deniedAction } from './deniedAction';

/** One call to AWS: which IAM action it needs, on what, in which environment. */
export interface AwsCall {
  /** The IAM action, for example `ecs:DescribeServices`. */
  action: string;
  /** What was asked for, in words, for example `the ECS service slipway-orders`. */
  subject: string;
  /** Name of the environment. */
  environment: string;
}

type AwsProblemCode =
  | 'access-denied'
  | 'credentials-invalid'
  | 'throttled'
  | 'unreachable'
  | 'timeout'
  | 'not-found'
  | 'environment-not-bootstrapped'
  | 'stack-not-provisioned'
  | 'state-too-large'
  | 'unexpected-answer';

// By the name that the SDK gives to an error: AWS's own error codes, and Node's codes where no answer came.
const CODES: Readonly<Record<string, AwsProblemCode | undefined>> = {
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  UnauthorizedOperation: 'access-denied',
  ExpiredToken: 'credentials-invalid',
  ExpiredTokenException: 'credentials-invalid',
  InvalidAccessKeyId: 'credentials-invalid',
  InvalidClientTokenId: 'credentials-invalid',
  InvalidSignatureException: 'credentials-invalid',
  SignatureDoesNotMatch: 'credentials-invalid',
  UnrecognizedClientException: 'credentials-invalid',
  CredentialsProviderError: 'credentials-invalid',
  RequestTimeTooSkewed: 'credentials-invalid',
  RequestExpired: 'credentials-invalid',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EPIPE: 'unreachable',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  ETIMEDOUT: 'timeout',
  RequestTimeout: 'timeout',
  NoSuchBucket: 'environment-not-bootstrapped',
  EnvironmentNotBootstrappedError: 'environment-not-bootstrapped',
  NoSuchKey: 'stack-not-provisioned',
  ObjectTooLargeError: 'state-too-large',
  ServiceNotFoundException: 'not-found',
  ServiceNotActiveException: 'not-found',
  ClusterNotFoundException: 'not-found',
  RepositoryNotFoundException: 'not-found',
};

function accessDenied(call: AwsCall): Problem {
  return {
    code: 'access-denied',
    message: `AWS denied ${call.action} for ${call.subject} in environment ${call.environment}`,
    remedy: `Allow ${call.action} to the environment's reader role; running the environment template again restores its policy`,
    missingAction: call.action,
  };
}

const problems: Record<AwsProblemCode, (call: AwsCall) => Problem> = {
  'access-denied': accessDenied,
  'credentials-invalid': call => ({
    code: 'credentials-invalid',
    message: `AWS did not accept the portal's credentials for environment ${call.environment}`,
    remedy:
      'Renew the credentials of this account in the portal’s configuration, and check the clock of the host',
  }),
  throttled: call => ({
    code: 'throttled',
    message: `AWS throttled ${call.action} in environment ${call.environment}`,
    remedy: 'Wait: the next refresh tries again',
  }),
  unreachable: call => ({
    code: 'unreachable',
    message: `AWS did not answer ${call.action} in environment ${call.environment}`,
    remedy:
      'Check the network between the portal and AWS, or the endpoint of the environment when it is an emulator',
  }),
  timeout: call => ({
    code: 'timeout',
    message: `${call.action} in environment ${call.environment} took too long`,
    remedy: 'Wait: the next refresh tries again',
  }),
  'not-found': call => ({
    code: 'not-found',
    message: `AWS does not know ${call.subject} in environment ${call.environment}`,
    remedy: 'Reconcile the service, which creates again what was deleted',
  }),
  'environment-not-bootstrapped': call => ({
    code: 'environment-not-bootstrapped',
    message: `Environment ${call.environment} has no state bucket or no reader role`,
    remedy: 'Create the environment with the “New environment” template',
  }),
  'stack-not-provisioned': call => ({
    code: 'stack-not-provisioned',
    message: `Environment ${call.environment} has no ${call.subject}`,
    remedy: 'Provision the service in this environment',
  }),
  'state-too-large': call => ({
    code: 'state-too-large',
    message: `The ${call.subject} in environment ${call.environment} is larger than Slipway reads`,
    remedy:
      'Split the stack, or look whether the object on its key is a state at all',
  }),
  'unexpected-answer': call => ({
    code: 'unexpected-answer',
    message: `AWS gave an unexpected answer to ${call.action} for ${call.subject} in environment ${call.environment}`,
    remedy: 'Wait for the next refresh; look into the portal’s log if it stays',
  }),
};

/**
 * Why a call to AWS gave no answer, as a person can act on it. AWS's own text is not repeated: it names principals and
 * ARNs that the viewer has no business with. Only the denied action is taken out of it.
 */
export function awsProblem(error: unknown, call: AwsCall): Problem {
  const denied = deniedAction(messageOf(error));
  const code = denied ? 'access-denied' : codeOf(error);
  if (code === 'access-denied' && isReaderRole(denied, error)) {
    return problems['environment-not-bootstrapped'](call);
  }
  if (code === 'credentials-invalid' && isClockSkew(error)) {
    return clockSkew(call);
  }
  return problems[code]({ ...call, action: denied ?? call.action });
}

/** Whether AWS refused a call because there were too many. */
export function isThrottling(error: unknown): boolean {
  return codeOf(error) === 'throttled';
}

// The SDK corrects its clock by the answers of AWS; what is left is a clock that jumps, or a proxy that holds requests back.
function isClockSkew(error: unknown): boolean {
  const name = nameOf(error) ?? '';
  return (
    ['RequestTimeTooSkewed', 'RequestExpired'].includes(name) ||
    /signature (?:expired|not yet current)/i.test(messageOf(error))
  );
}

function clockSkew(call: AwsCall): Problem {
  return {
    code: 'credentials-invalid',
    message: `AWS refused ${call.action} in environment ${call.environment}: by the portal's clock it was signed too early or too late`,
    remedy: 'Set the clock of the portal’s host by NTP',
  };
}

// The reader's role is made by the bootstrap stack. While it is missing AWS answers AssumeRole with a denial.
function isReaderRole(denied: string | undefined, error: unknown): boolean {
  return denied === 'sts:AssumeRole' || nameOf(error) === 'NoSuchEntity';
}

function codeOf(error: unknown): AwsProblemCode {
  for (const key of [nameOf(error), nodeCodeOf(error)]) {
    const code = key === undefined ? undefined : CODES[key];
    if (code) {
      return code;
    }
  }
  switch (statusOf(error)) {
    case 401:
      return 'credentials-invalid';
    case 403:
      return 'access-denied';
    case 429:
      return 'throttled';
    case 502:
    case 503:
    case 504:
      return 'unreachable';
    default:
      return 'unexpected-answer';
  }
}

function nameOf(error: unknown): string | undefined {
  return field(error, 'name');
}

// An AggregateError of Node has its code beside it, other wrappers in `cause`. Of an error from another realm the SDK keeps the text alone.
function nodeCodeOf(error: unknown): string | undefined {
  return (
    field(error, 'code') ??
    field((error as { cause?: unknown } | undefined)?.cause, 'code') ??
    /^AWS SDK error wrapper for .*\b(E[A-Z_]+)\b/.exec(messageOf(error))?.[1]
  );
}

function messageOf(error: unknown): string {
  return field(error, 'message') ?? '';
}

function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } })
    ?.$metadata;
  return metadata?.httpStatusCode;
}

function field(value: unknown, name: string): string | undefined {
  const found = (value as Record<string, unknown> | undefined)?.[name];
  return typeof found === 'string' ? found : undefined;
}
