import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REGISTRY_FOLDERS = ['registry.terraform.io', 'registry.opentofu.org'];

function findMirror(): string | undefined {
  const installed = existsSync('/opt')
    ? readdirSync('/opt').map(name => join('/opt', name))
    : [];
  return [process.env.SLIPWAY_PROVIDER_MIRROR, ...installed].find(
    folder =>
      folder && REGISTRY_FOLDERS.some(name => existsSync(join(folder, name))),
  );
}

/** Provider settings that send every call to the emulator without asking who calls. */
const PROVIDER = `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
`;

/** A temporary root module and the real Terraform that runs in it, for tests. */
export class TerraformFolder {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#environment = environment;
  }

  /** Writes the module beside provider settings, and runs `init`. */
  static async create(options: {
    endpoint: string;
    module: string;
  }): Promise<TerraformFolder> {
    const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
    const mirror = findMirror();
    const settings = join(folder, 'terraform.rc');
    // With a mirror only the mirror: Terraform asks every installation method it is told of.
    const method = mirror
      ? `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`
      : 'direct {}';
    writeFileSync(settings, `provider_installation {\n  ${method}\n}\n`);
    writeFileSync(join(folder, 'provider.tf'), PROVIDER);
    writeFileSync(join(folder, 'main.tf'), options.module);
    const terraform = new TerraformFolder(folder, {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ACCESS_KEY_ID: 'AKIALOCALOPERATOR000',
      AWS_SECRET_ACCESS_KEY: 'local-operator-secret',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: options.endpoint,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: settings,
      TF_IN_AUTOMATION: '1',
    });
    await terraform.run('init', '-input=false');
    return terraform;
  }

  /** Runs a command, and returns its output. Throws with the output when it fails. */
  async run(...args: string[]): Promise<string> {
    const { code, output } = await this.#spawn(args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(' ')} failed:\n${output}`);
    }
    return output;
  }

  apply(...args: string[]): Promise<string> {
    return this.run('apply', '-auto-approve', '-input=false', ...args);
  }

  /** The plan as text when it would change something, otherwise `undefined`. */
  async changes(...args: string[]): Promise<string | undefined> {
    const { code, output } = await this.#spawn([
      'plan',
      '-input=false',
      '-detailed-exitcode',
      ...args,
    ]);
    if (code === 1) {
      throw new Error(`terraform plan failed:\n${output}`);
    }
    return code === 2 ? output : undefined;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spawn(args: string[]): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn('terraform', [...args, '-no-color'], {
        cwd: this.#folder,
        env: this.#environment,
      });
      let output = '';
      child.stdout.on('data', chunk => {
        output += chunk;
      });
      child.stderr.on('data', chunk => {
        output += chunk;
      });
      child.once('error', reject);
      child.once('close', code => resolve({ code, output }));
    });
  }
}
