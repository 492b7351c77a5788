import { problemSchema } from '@slipway/plugin-slipway-common';
import { awsProblem } from './awsProblem';

const call = {
  action: 'ecs:DescribeServices',
  subject: 'the ECS service slipway-orders',
  environment: 'local',
};

function sdkError(name: string, message = '', status = 400): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status },
  });
}

describe('awsProblem', () => {
  it.each([
    [sdkError('ExpiredTokenException'), 'credentials-invalid'],
    [sdkError('UnrecognizedClientException'), 'credentials-invalid'],
    [sdkError('ThrottlingException'), 'throttled'],
    [sdkError('SlowDown', '', 503), 'throttled'],
    [sdkError('Unknown', '', 503), 'unreachable'],
    [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'unreachable'],
    [
      new Error('x', {
        cause: Object.assign(new Error(), { code: 'ENOTFOUND' }),
      }),
      'unreachable',
    ],
    [
      new Error(
        'AWS SDK error wrapper for Error: connect ECONNREFUSED 127.0.0.1:4566',
      ),
      'unreachable',
    ],
    [sdkError('TimeoutError'), 'timeout'],
    [sdkError('NoSuchBucket', '', 404), 'environment-not-bootstrapped'],
    [sdkError('ServiceNotFoundException'), 'not-found'],
    [sdkError('SomethingNew'), 'unexpected-answer'],
    [undefined, 'unexpected-answer'],
    ['a string', 'unexpected-answer'],
  ])('maps %s to %s', (error, code) => {
    const problem = awsProblem(error, call);
    expect(problemSchema.parse(problem).code).toBe(code);
    expect(problem.remedy).not.toBe('');
  });

  it.each([
    sdkError('RequestTimeTooSkewed', '', 403),
    sdkError(
      'InvalidSignatureException',
      'Signature expired: 20261120T100000Z is now earlier than 20261120T101500Z (20261120T102000Z - 5 min.)',
    ),
    sdkError(
      'InvalidSignatureException',
      'Signature not yet current: 20261120T100000Z is still later than 20261120T095500Z',
    ),
  ])('tells a wrong clock from a wrong key: %s', error => {
    expect(awsProblem(error, call)).toMatchObject({
      code: 'credentials-invalid',
      remedy: expect.stringContaining('clock'),
      message: expect.stringContaining('signed too early or too late'),
    });
    expect(
      awsProblem(sdkError('InvalidSignatureException', 'does not match'), call)
        .message,
    ).toContain('did not accept');
  });

  it('names the denied action and keeps principals and ARNs to itself', () => {
    const problem = awsProblem(
      sdkError(
        'AccessDeniedException',
        'User: arn:aws:sts::123456789012:assumed-role/slipway-reader/portal is not authorized to perform: ecs:ListTasks on resource: arn:aws:ecs:eu-central-1:123456789012:container-instance/slipway/*',
      ),
      call,
    );
    expect(problem).toEqual({
      code: 'access-denied',
      message:
        'AWS denied ecs:ListTasks for the ECS service slipway-orders in environment local',
      remedy: expect.stringContaining('Allow ecs:ListTasks'),
      missingAction: 'ecs:ListTasks',
    });
  });

  it('takes the action of the call where the denial names none, as S3 does', () => {
    expect(
      awsProblem(sdkError('AccessDenied', 'Access Denied', 403), {
        ...call,
        action: 's3:GetObject',
      }).missingAction,
    ).toBe('s3:GetObject');
  });

  it('reads a reader role that cannot be assumed as an environment without bootstrap', () => {
    expect(
      awsProblem(
        sdkError(
          'AccessDenied',
          'User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/slipway-reader',
          403,
        ),
        call,
      ).code,
    ).toBe('environment-not-bootstrapped');
  });
});
