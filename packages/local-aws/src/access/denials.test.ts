import type { AwsProtocol, AwsRequest } from '../proxy/AwsRequest';
import { errorResponse } from '../proxy/AwsError';
import { accessDenied } from './denials';

const caller = 'arn:aws:sts::123456789012:assumed-role/slipway-reader/portal';

function refusalOf(
  call: { service: string; action: string; protocol: AwsProtocol },
  resource?: string,
) {
  const request: AwsRequest = {
    ...call,
    region: 'eu-central-1',
    method: 'POST',
    url: '/',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  const action = `${call.service}:${call.action}`;
  const { status, body } = errorResponse(
    request,
    accessDenied(request, {
      caller,
      action,
      resource,
      reason: `because no identity-based policy allows the ${action} action`,
    }),
  );
  return { status, body: body.toString() };
}

describe('a call that is denied', () => {
  it('is refused by a JSON protocol with the text in "Message"', () => {
    const { status, body } = refusalOf(
      { service: 'ecs', action: 'ListTasks', protocol: 'json' },
      undefined,
    );
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      __type: 'AccessDeniedException',
      Message: `User: ${caller} is not authorized to perform: ecs:ListTasks on resource: * because no identity-based policy allows the ecs:ListTasks action`,
    });
  });

  it.each([
    ['elasticloadbalancing', 'DescribeTargetHealth', 'query'],
    ['application-autoscaling', 'DescribeScalableTargets', 'json'],
    ['ec2', 'DescribeVpcs', 'ec2'],
  ] as const)(
    'names no resource where %s has none',
    (service, action, protocol) => {
      const { body } = refusalOf({ service, action, protocol });
      expect(body).toContain(
        `is not authorized to perform: ${service}:${action} because no identity-based policy allows the ${service}:${action} action`,
      );
    },
  );

  it('names the resource that it concerns', () => {
    const resource =
      'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/orders/1';
    const { status, body } = refusalOf(
      {
        service: 'elasticloadbalancing',
        action: 'RegisterTargets',
        protocol: 'query',
      },
      resource,
    );
    expect(status).toBe(403);
    expect(body).toContain('<Code>AccessDenied</Code>');
    expect(body).toContain(`on resource: ${resource} because`);
  });
});
