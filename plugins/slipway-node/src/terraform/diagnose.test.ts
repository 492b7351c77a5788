import { diagnose } from './diagnose';

function errorOf(summary: string, detail = '', address?: string) {
  return diagnose({
    what: 'Applying the stack orders in the environment dev',
    diagnostics: [{ severity: 'error', summary, detail, address }],
    stderr: '',
  });
}

describe('diagnose', () => {
  it('names the resource and the cause', () => {
    const error = errorOf(
      'creating ECS Service (orders)',
      'InvalidParameterException: no such role',
      'aws_ecs_service.main[0]',
    );
    expect(error).toMatchObject({
      name: 'TerraformError',
      code: 'failed',
      message:
        'Applying the stack orders in the environment dev failed: aws_ecs_service.main[0]: creating ECS Service (orders): InvalidParameterException: no such role',
    });
  });

  // Texts of Terraform 1.11.4 with the AWS provider 5.100.
  it.each([
    ['stale-plan', 'Saved plan is stale', 'The given plan file can no longer'],
    [
      'state-damaged',
      'Error refreshing state: Unsupported state file format',
      'The state file could not be parsed as JSON',
    ],
    [
      'credentials-invalid',
      'Retrieving AWS account details',
      'operation error STS: GetCallerIdentity, https response error StatusCode: 403, api error InvalidClientTokenId: The security token included in the request is invalid.',
    ],
    [
      'access-denied',
      'creating ECR Repository',
      'api error AccessDeniedException: User: x is not authorized to perform: ecr:CreateRepository',
    ],
    [
      'bucket-missing',
      'Error inspecting states in the "s3" backend:',
      'S3 bucket "slipway-state-1-eu" does not exist.',
    ],
    [
      'not-initialised',
      'Backend initialization required, please run "terraform init"',
      'Reason: Initial configuration of the requested backend "s3"',
    ],
    [
      'not-initialised',
      'Required plugins are not installed',
      'there is no package for registry.terraform.io/hashicorp/aws 5.100.0 cached in .terraform/providers',
    ],
    [
      'not-initialised',
      'Inconsistent dependency lock file',
      'provider registry.terraform.io/hashicorp/aws: required by this configuration but no version is selected',
    ],
    ['not-initialised', 'Module not installed', 'Run "terraform init"'],
    [
      'provider-unavailable',
      'Failed to query available provider packages',
      'Could not retrieve the list of available versions for provider hashicorp/aws: dial tcp: lookup registry',
    ],
    [
      'unreachable',
      'Retrieving AWS account details',
      'dial tcp 127.0.0.1:9: connect: connection refused',
    ],
  ])('recognises %s', (code, summary, detail) => {
    const error = errorOf(summary, detail);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/\([A-Z].*\.\)$/);
  });

  it('says what to do about what the state does not know', () => {
    expect(
      errorOf(
        'creating CloudWatch Logs Log Group (/slipway/orders)',
        'ResourceAlreadyExistsException: The specified log group already exists',
      ).message,
    ).toContain('It exists though the state does not know it');
  });

  it('says who holds the lock since when', () => {
    const error = errorOf(
      'Error acquiring the state lock',
      `Error message: operation error S3: PutObject, StatusCode: 412, api error PreconditionFailed
Lock Info:
  ID:        7a8c9f3e
  Path:      slipway-state/services/orders/terraform.tfstate
  Operation: OperationTypeApply
  Who:       ada@laptop
  Version:   1.11.4
  Created:   2026-11-23 09:59:58.123456789 +0000 UTC
  Info:      `,
    );
    expect(error.code).toBe('state-locked');
    expect(error.lock).toEqual({
      id: '7a8c9f3e',
      who: 'ada@laptop',
      operation: 'OperationTypeApply',
      since: '2026-11-23T09:59:58.123Z',
      corrupt: false,
    });
  });

  it('does not call a denied lock held', () => {
    expect(
      errorOf(
        'Error acquiring the state lock',
        'operation error S3: PutObject, StatusCode: 403, api error AccessDenied: Access Denied',
      ).code,
    ).toBe('access-denied');
  });

  it('falls back to what the program printed', () => {
    expect(
      diagnose({
        what: 'Initialising',
        diagnostics: [],
        stderr: '╷\n│ Error: something\n╵\n',
      }).message,
    ).toBe('Initialising failed: Error: something');
    expect(
      diagnose({ what: 'Initialising', diagnostics: [], stderr: '' }).message,
    ).toBe('Initialising failed: Terraform gave no reason');
  });
});
