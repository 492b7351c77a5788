import { createHash } from 'node:crypto';
import { type Soundness } from '@slipway/plugin-slipway-common';
import { type ZodError } from 'zod';
import { addressOf, stateFileSchema, type StateFile } from './stateFile';

/** What is wrong, in a sentence, and what to do. @public */
export interface StateFinding {
  message: string;
  remedy: string;
}

/** Whether a state object is what Terraform wrote, with its content where it is. @public */
export interface StateAssessment {
  soundness: Soundness;
  finding?: StateFinding;
  serial?: number;
  lineage?: string;
  terraformVersion?: string;
  /** Managed instances. Present when `sound` or `no-resources`, as the two that follow. */
  resourceCount?: number;
  /** Hash of everything but the serial: two states with the same one say the same. */
  digest?: string;
  file?: StateFile;
}

const RESTORE =
  'Restore the last good version with the template "Restore a state"; a `terraform state push` does not mend it';

/**
 * Judges a state object from its bytes, without Terraform: Terraform itself reports nothing for an empty object, a missing
 * resource list or an unreadable provider, and plans to create everything again.
 *
 * @param body - the object, or `deleted` when its newest version is a delete marker
 * @param options - `release` is called once the bytes are no longer needed, before they are parsed
 * @public
 */
export function assessState(
  body: Buffer | 'deleted',
  options: { release?: () => void } = {},
): StateAssessment {
  if (body === 'deleted') {
    return damaged('deleted', 'The state object was deleted');
  }
  if (body.length === 0) {
    return damaged('empty', 'The state object has no bytes');
  }
  const value = parseJson(body, options.release);
  if (!isRecord(value)) {
    return damaged('malformed', 'The state object is not a JSON object');
  }
  if (typeof value.encrypted_data === 'string') {
    return {
      soundness: 'encrypted',
      finding: {
        message: 'OpenTofu encrypted the state; Slipway cannot look into it',
        remedy: 'Keep the key safe: without it nobody can read the state',
      },
      serial: typeof value.serial === 'number' ? value.serial : undefined,
      lineage: typeof value.lineage === 'string' ? value.lineage : undefined,
    };
  }
  if (typeof value.version === 'number' && value.version !== 4) {
    return damaged(
      'unsupported-version',
      `The state has format version ${value.version}; Terraform 1.x writes version 4`,
    );
  }
  const parsed = stateFileSchema.safeParse(value);
  if (!parsed.success) {
    return damaged('malformed', `The state ${whatIsWrong(parsed.error)}`);
  }
  return { ...assessFile(parsed.data), digest: digestOf(value) };
}

function assessFile(file: StateFile): StateAssessment {
  const duplicate = findDuplicate(file);
  if (duplicate) {
    return damaged('malformed', `The state names ${duplicate} twice`);
  }
  const { serial, lineage, terraform_version: terraformVersion } = file;
  const resourceCount = countResources(file);
  if (resourceCount === 0) {
    return {
      soundness: 'no-resources',
      finding: {
        message: 'The state has no resources',
        remedy:
          'Provision the service again if it was retired. Otherwise the state was lost: restore the last good version with the template "Restore a state" before anything is applied',
      },
      serial,
      lineage,
      terraformVersion,
      resourceCount,
      file,
    };
  }
  // Terraform writes both into every state, and accepts one without them as if it were the first.
  if (!lineage || !serial) {
    return damaged(
      'malformed',
      `The state has resources and no ${
        lineage ? 'serial' : 'lineage'
      }, so it was not written by Terraform`,
    );
  }
  return {
    soundness: 'sound',
    serial,
    lineage,
    terraformVersion,
    resourceCount,
    file,
  };
}

function countResources(file: StateFile): number {
  return file.resources
    .filter(resource => resource.mode === 'managed')
    .reduce((count, resource) => count + resource.instances.length, 0);
}

function digestOf(value: Record<string, unknown>): string {
  const hash = createHash('sha256');
  for (const [name, part] of Object.entries({ ...value, serial: 0 })) {
    hash.update(`\n${JSON.stringify(name)}: ${Array.isArray(part)}`);
    // Resource by resource, so that a large state is not in memory as a text once more.
    for (const item of Array.isArray(part) ? part : [part]) {
      hash.update(`\n${JSON.stringify(item)}`);
    }
  }
  return hash.digest('hex');
}

function damaged(
  soundness: Exclude<Soundness, 'sound'>,
  message: string,
): StateAssessment {
  return { soundness, finding: { message, remedy: RESTORE } };
}

function parseJson(body: Buffer, release?: () => void): unknown {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(body);
    release?.();
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The path only: the value that is wrong may be a secret.
function whatIsWrong(error: ZodError): string {
  const path = error.issues[0]?.path.join('.');
  return path ? `has a wrong value at ${path}` : 'is not of format version 4';
}

function findDuplicate(file: StateFile): string | undefined {
  const seen = new Set<string>();
  for (const resource of file.resources) {
    for (const instance of resource.instances) {
      const address = addressOf(resource, instance.index_key);
      const key = `${address} ${instance.deposed ?? ''}`;
      if (seen.has(key)) {
        return address;
      }
      seen.add(key);
    }
  }
  return undefined;
}
