import { isError } from '@backstage/errors';
import { inheritedEnvironment } from './childEnvironment';
import { runProcess } from './runProcess';
import { TerraformError } from './TerraformError';

/**
 * The program that runs root modules.
 *
 * @public
 */
export type TerraformBinary = {
  command: string;
  product: 'Terraform' | 'OpenTofu';
  version: string;
};

// Terraform 1.11 made the S3 lock file stable; OpenTofu has had it since 1.10.
const OLDEST = { Terraform: [1, 11], OpenTofu: [1, 10] } as const;

const REQUIRED =
  'Install Terraform 1.11 or newer, or OpenTofu 1.10 or newer, or name it as slipway.terraform.binary in app-config.';

/**
 * Finds Terraform or OpenTofu and checks its version.
 *
 * @param configured - `slipway.terraform.binary`; without it `terraform` and then `tofu` are tried.
 * @throws TerraformError `terraform-missing` or `terraform-too-old`.
 * @internal
 */
export async function findBinary(
  configured: string | undefined,
): Promise<TerraformBinary> {
  const candidates = configured ? [configured] : ['terraform', 'tofu'];
  let tooOld: TerraformError | undefined;
  for (const command of candidates) {
    const output = await versionOutput(command);
    const binary = output && parseVersion(command, output);
    if (binary && isSupported(binary)) {
      return binary;
    }
    if (binary) {
      tooOld ??= new TerraformError({
        code: 'terraform-too-old',
        message: `${binary.product} ${binary.version} (${command}) is too old. ${REQUIRED}`,
      });
    }
  }
  throw (
    tooOld ??
    new TerraformError({
      code: 'terraform-missing',
      message: configured
        ? `${configured} is neither Terraform nor OpenTofu, or is not there. ${REQUIRED}`
        : `Neither terraform nor tofu is on the PATH. ${REQUIRED}`,
    })
  );
}

/**
 * Reads the first line of `terraform version`, for example `Terraform v1.11.4`.
 *
 * @internal
 */
export function parseVersion(
  command: string,
  output: string,
): TerraformBinary | undefined {
  const match = output.match(/^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m);
  return match
    ? {
        command,
        product: match[1] === 'OpenTofu' ? 'OpenTofu' : 'Terraform',
        version: match[2],
      }
    : undefined;
}

/** @internal */
export function isSupported(binary: TerraformBinary): boolean {
  const [major, minor] = binary.version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[binary.product];
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

async function versionOutput(command: string): Promise<string | undefined> {
  const lines: string[] = [];
  try {
    const { exitCode } = await runProcess({
      command,
      args: ['version'],
      cwd: process.cwd(),
      env: { ...inheritedEnvironment(), CHECKPOINT_DISABLE: '1' },
      onLine: line => lines.push(line),
      signal: AbortSignal.timeout(30_000),
    });
    return exitCode === 0 ? lines.join('\n') : undefined;
  } catch (error) {
    if (isError(error) && ['ENOENT', 'EACCES'].includes(String(error.code))) {
      return undefined;
    }
    throw error;
  }
}
