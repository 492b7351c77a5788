import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// Shorter ones stand in every text by chance.
const MIN_LENGTH = 4;

// On one line, or to the brace that stands alone.
const VARIABLE =
  /^variable\s+"([^"]+)"\s*\{((?:[^\n]*(?=\}[ \t]*$))|[\s\S]*?^(?=\}))/gm;
const SENSITIVE = /^\s*sensitive\s*=\s*true\b/m;
const DEFAULT = /^\s*default\s*=([\s\S]*)/m;
const ASSIGNMENT = /^([\w-]+)[ \t]*=([\s\S]*?)(?=^[\w-]+[ \t]*=|$(?![\s\S]))/gm;
const TEXT = /"((?:[^"\\]|\\.)*)"/g;

/**
 * The values of a root module's sensitive variables: their defaults and what the variable files give them. Terraform masks
 * them in its own texts but not in those of providers, which quote what they refuse.
 *
 * @param root - folder of the root module; its files are formatted as by `terraform fmt`
 * @internal
 */
export async function findSensitiveValues(root: string): Promise<string[]> {
  const names = await readdir(root);
  const read = (suffix: RegExp) =>
    Promise.all(
      names
        .filter(name => suffix.test(name))
        .map(name => readFile(join(root, name), 'utf8')),
    );
  const [code, hclFiles, jsonFiles] = await Promise.all([
    read(/\.tf$/),
    read(/\.tfvars$/),
    read(/\.tfvars\.json$/),
  ]);
  const blocks = code
    .flatMap(text => [...text.matchAll(VARIABLE)])
    .filter(([, , body]) => SENSITIVE.test(body));
  const sensitive = new Set(blocks.map(([, name]) => name));
  return [
    ...blocks.flatMap(([, , body]) => textsOf(DEFAULT.exec(body)?.[1] ?? '')),
    ...hclFiles
      .flatMap(text => [...text.matchAll(ASSIGNMENT)])
      .filter(([, name]) => sensitive.has(name))
      .flatMap(([, , value]) => textsOf(value)),
    ...jsonFiles
      .flatMap(entriesOf)
      .filter(([name]) => sensitive.has(name))
      .flatMap(([, value]) => leavesOf(value)),
  ];
}

/**
 * Takes values out of texts.
 *
 * @internal
 */
export function redactor(values: readonly string[]): (text: string) => string {
  // The longest first: one may be a part of another.
  const secrets = [...new Set(values)]
    .filter(value => value.length >= MIN_LENGTH)
    .sort((a, b) => b.length - a.length);
  return text =>
    secrets.reduce(
      (rest, secret) => rest.replaceAll(secret, '(sensitive value)'),
      text,
    );
}

// What is no JSON Terraform refuses without having read a value.
function entriesOf(json: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(json));
  } catch {
    return [];
  }
}

function textsOf(hcl: string): string[] {
  return [...hcl.matchAll(TEXT)].map(([quoted, text]) => {
    try {
      return JSON.parse(quoted);
    } catch {
      return text;
    }
  });
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap(leavesOf);
  }
  return typeof value === 'string' || typeof value === 'number'
    ? [String(value)]
    : [];
}
