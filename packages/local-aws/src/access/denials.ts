import { AwsDenial, AwsError } from '../proxy/AwsError';
import type { AwsRequest } from '../proxy/AwsRequest';

interface ProtocolError {
  code: string;
  status: number;
}

/** How each protocol refuses a call that the caller may not make. */
const DENIED: Record<AwsRequest['protocol'], ProtocolError> = {
  json: { code: 'AccessDeniedException', status: 400 },
  rest: { code: 'AccessDeniedException', status: 403 },
  query: { code: 'AccessDenied', status: 403 },
  ec2: { code: 'UnauthorizedOperation', status: 403 },
  s3: { code: 'AccessDenied', status: 403 },
};

const UNKNOWN_KEY: Record<AwsRequest['protocol'], ProtocolError> = {
  json: { code: 'UnrecognizedClientException', status: 400 },
  rest: { code: 'UnrecognizedClientException', status: 403 },
  query: { code: 'InvalidClientTokenId', status: 403 },
  ec2: { code: 'AuthFailure', status: 401 },
  s3: { code: 'InvalidAccessKeyId', status: 403 },
};

const EXPIRED: Record<AwsRequest['protocol'], ProtocolError> = {
  json: { code: 'ExpiredTokenException', status: 400 },
  rest: { code: 'ExpiredTokenException', status: 403 },
  query: { code: 'ExpiredToken', status: 403 },
  ec2: { code: 'RequestExpired', status: 400 },
  s3: { code: 'ExpiredToken', status: 400 },
};

const UNSIGNED: Record<AwsRequest['protocol'], ProtocolError> = {
  json: { code: 'MissingAuthenticationTokenException', status: 400 },
  rest: { code: 'MissingAuthenticationTokenException', status: 403 },
  query: { code: 'MissingAuthenticationToken', status: 403 },
  ec2: { code: 'MissingAuthenticationToken', status: 403 },
  s3: { code: 'AccessDenied', status: 403 },
};

/** Services that leave the resource out where an action has none; the others say `*`. */
const NAME_NO_RESOURCE = [
  'application-autoscaling',
  'ec2',
  'elasticloadbalancing',
];

/** A denial in AWS's words, which name the caller, the action, the resource and the kind of policy that decided. */
export function accessDenied(
  request: AwsRequest,
  denial: {
    caller: string;
    action: string;
    resource?: string;
    reason: string;
  },
): AwsDenial {
  const { code, status } = DENIED[request.protocol];
  const { caller, action, resource, reason } = denial;
  const on =
    resource === undefined && NAME_NO_RESOURCE.includes(request.service)
      ? ''
      : ` on resource: ${resource ?? '*'}`;
  const text = `User: ${caller} is not authorized to perform: ${action}${on} ${reason}`;
  return new AwsDenial(
    code,
    request.protocol === 'ec2'
      ? `You are not authorized to perform this operation. ${text}`
      : text,
    status,
  );
}

/** An access key that does not exist, was deleted or made inactive. */
export function unknownAccessKey(request: AwsRequest): AwsError {
  const { code, status } = UNKNOWN_KEY[request.protocol];
  switch (request.protocol) {
    case 's3':
      return new AwsError(
        code,
        'The AWS Access Key Id you provided does not exist in our records.',
        status,
      );
    case 'ec2':
      return new AwsError(
        code,
        'AWS was not able to validate the provided access credentials',
        status,
      );
    default:
      return new AwsError(
        code,
        'The security token included in the request is invalid.',
        status,
      );
  }
}

/** Credentials of a session whose time is over. */
export function expiredSession(request: AwsRequest): AwsError {
  const { code, status } = EXPIRED[request.protocol];
  return new AwsError(
    code,
    request.protocol === 's3'
      ? 'The provided token has expired.'
      : 'The security token included in the request is expired',
    status,
  );
}

/** A call without a signature. */
export function unsignedCall(request: AwsRequest): AwsError {
  const { code, status } = UNSIGNED[request.protocol];
  return new AwsError(
    code,
    request.protocol === 's3'
      ? 'Access Denied'
      : 'Request is missing Authentication Token',
    status,
  );
}
