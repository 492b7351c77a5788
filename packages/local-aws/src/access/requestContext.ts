import type { AwsRequest } from '../proxy/AwsRequest';
import type { ConditionContext } from './Authorization';
import type { Caller } from './Caller';

const PRINCIPAL_TYPES = {
  operator: 'Account',
  user: 'User',
  session: 'AssumedRole',
} as const;

/** The condition keys that every request has. The emulator plays the TLS endpoint of AWS, so transport counts as secure. */
export function requestContext(
  request: AwsRequest,
  caller: Caller,
  accountId: string,
): ConditionContext {
  const now = new Date();
  const context: ConditionContext = {
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalArn':
      caller.kind === 'operator' ? caller.arn : caller.principal.arn,
    'aws:PrincipalType': PRINCIPAL_TYPES[caller.kind],
    'aws:RequestedRegion': request.region,
    'aws:ResourceAccount': accountId,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    'aws:ViaAWSService': 'false',
  };
  if (caller.kind !== 'operator') {
    for (const [key, value] of caller.principal.tags) {
      context[`aws:PrincipalTag/${key}`] = value;
    }
  }
  if (caller.kind === 'user') {
    context['aws:username'] = caller.principal.name;
  }
  return context;
}
