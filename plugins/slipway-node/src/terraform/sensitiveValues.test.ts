import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSensitiveValues, redactor } from './sensitiveValues';

const VARIABLES = `
variable "environment" { type = string }
variable "one_line" { sensitive = true }
variable "token" {
  type      = string
  sensitive = true
  default   = "default \\"quoted\\""
}
variable "users" {
  type = map(object({
    password = string
  }))
  sensitive = true
  default = {
    ada = { password = "of-ada" }
  }
}
variable "plain" {
  type    = string
  default = "plain-default"
}
variable "pin" {
  type      = number
  sensitive = true
}
output "token" {
  value     = "an-output"
  sensitive = true
}
`;

describe('findSensitiveValues', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('finds the defaults of sensitive variables and what variable files give them', async () => {
    await writeFile(join(root, 'variables.tf'), VARIABLES);
    await writeFile(
      join(root, 'terraform.tfvars.json'),
      JSON.stringify({
        environment: 'dev',
        one_line: 'on-one-line',
        plain: 'plain-json',
        users: { bob: { password: 'of-bob' } },
        pin: 123456,
      }),
    );
    await writeFile(
      join(root, 'more.auto.tfvars'),
      'plain = "plain-hcl"\ntoken = "from-hcl"\nusers = {\n  eve = { password = "of-eve" }\n}\n',
    );
    expect((await findSensitiveValues(root)).sort()).toEqual(
      [
        'default "quoted"',
        'from-hcl',
        'of-ada',
        'of-bob',
        'of-eve',
        '123456',
        'on-one-line',
      ].sort(),
    );
  });

  it('finds nothing where nothing is sensitive', async () => {
    await writeFile(join(root, 'main.tf'), 'variable "plain" {}\n');
    expect(await findSensitiveValues(root)).toEqual([]);
  });
});

describe('redactor', () => {
  it('takes values out wherever they stand, whole, and leaves what is too short to tell', () => {
    const redact = redactor(['secret', 'secret-and-more', 'abc']);
    expect(redact('got secret-and-more; abc, "secret"')).toBe(
      'got (sensitive value); abc, "(sensitive value)"',
    );
  });
});
