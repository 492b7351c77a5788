import { parseLock } from '../state';
import { diagnosticText, type Diagnostic } from './events';
import { TerraformError, type TerraformErrorCode } from './TerraformError';

type Cause = {
  code: TerraformErrorCode;
  pattern: RegExp;
  remedy: string;
};

// The first that matches wins. Texts are those of Terraform 1.11 and the AWS provider 5.
const CAUSES: readonly Cause[] = [
  {
    code: 'state-damaged',
    pattern:
      /Unsupported state file format|Invalid state file format|Duplicate resource instance in state|Invalid resource (mode|instance metadata) in state|Invalid Terraform version string|Invalid output value type in state|Error decoding ".*" from prior state|state data in S3 does not have the expected content/,
    remedy:
      'Nothing was changed. Restore the last good version of the state object in the state bucket.',
  },
  {
    code: 'stale-plan',
    pattern: /Saved plan is stale|Saved plan does not match the given state/,
    remedy:
      'Someone else changed the stack after it was planned. Nothing was changed; run it again.',
  },
  {
    code: 'not-initialised',
    pattern:
      /Backend initialization required|Required plugins are not installed|Inconsistent dependency lock file|Module not installed/,
    remedy: 'Run it again: it is initialised anew.',
  },
  {
    code: 'bucket-missing',
    pattern: /S3 bucket ".*" does not exist|NoSuchBucket/,
    remedy:
      'Bootstrap the environment first with the template "New environment".',
  },
  {
    code: 'credentials-invalid',
    pattern:
      /ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|No valid credential sources|security token included in the request is (invalid|expired)|AWS account ID not allowed/,
    remedy:
      'AWS did not accept the credentials. Renew them, and check that they are of the account that is configured for the environment.',
  },
  {
    code: 'access-denied',
    pattern:
      /AccessDenied|UnauthorizedOperation|is not authorized to perform|StatusCode: 403/,
    remedy: 'Grant the missing permission, or run as someone who has it.',
  },
  {
    code: 'provider-unavailable',
    pattern:
      /Failed to query available provider packages|Failed to install provider|Could not (load|retrieve).*provider/i,
    remedy:
      'Check the way to the provider registry, or configure a provider mirror as slipway.terraform.mirror.',
  },
  {
    code: 'unreachable',
    pattern:
      /connection refused|no such host|i\/o timeout|dial tcp|connection reset by peer|context deadline exceeded/i,
    remedy: 'Check that AWS (or the emulator) is running and can be reached.',
  },
  {
    code: 'failed',
    pattern: /AlreadyExists|already exists/,
    remedy:
      'It exists though the state does not know it: somebody made it by hand, or a run was killed before it could save the state. Delete it or import it into the state, then run this again.',
  },
];

const LOCK = /Error acquiring the state lock|Error locking state/;

/**
 * The typed error of a failed run from what Terraform reported.
 *
 * @param options - `what` was being done, for example `Applying orders`; `stderr` is used where no error was reported.
 * @internal
 */
export function diagnose(options: {
  what: string;
  diagnostics: readonly Diagnostic[];
  stderr: string;
}): TerraformError {
  const errors = options.diagnostics.filter(
    ({ severity }) => severity === 'error',
  );
  const text =
    errors.map(diagnosticText).join('; ') ||
    lastLines(options.stderr) ||
    'Terraform gave no reason';
  const locked = errors.find(({ summary }) => LOCK.test(summary));
  if (locked) {
    return lockError(options.what, locked);
  }
  const cause = CAUSES.find(({ pattern }) => pattern.test(text));
  return new TerraformError({
    code: cause?.code ?? 'failed',
    message: `${options.what} failed: ${text}${
      cause ? ` (${cause.remedy})` : ''
    }`,
    diagnostics: errors,
  });
}

function lockError(what: string, diagnostic: Diagnostic): TerraformError {
  // Whatever the storage said (412, 403, no connection) stands in the same diagnostic as a held lock.
  const field = (name: string) =>
    diagnostic.detail.match(new RegExp(`^\\s*${name}:\\s*(.+)$`, 'm'))?.[1];
  const id = field('ID');
  if (!id) {
    const cause = CAUSES.find(({ pattern }) => pattern.test(diagnostic.detail));
    return new TerraformError({
      code: cause?.code ?? 'state-locked',
      message: `${what} failed: ${diagnosticText(diagnostic)}${
        cause ? ` (${cause.remedy})` : ''
      }`,
      diagnostics: [diagnostic],
    });
  }
  const lock = parseLock(
    JSON.stringify({
      ID: id,
      Who: field('Who'),
      Operation: field('Operation'),
      // 2026-11-23 10:00:00.123456789 +0000 UTC
      Created: field('Created')?.replace(
        /^(\S+) (\d+:\d+:\d+)(\.\d{1,3})?\d* \+0000 UTC.*$/,
        '$1T$2$3Z',
      ),
    }),
    new Date(),
  );
  return new TerraformError({
    code: 'state-locked',
    message: `${what} failed: the state is locked by ${
      lock.who ?? 'someone'
    } since ${lock.since} (${
      lock.operation ?? 'unknown operation'
    }, lock ${id}). Wait until that run ends; if it died, free the lock with the template "Unlock a state" and this id.`,
    diagnostics: [diagnostic],
    lock,
  });
}

function lastLines(text: string): string {
  return text
    .split('\n')
    .map(line => line.replace(/[│╷╵]/g, '').trim())
    .filter(Boolean)
    .slice(-5)
    .join(' ');
}
