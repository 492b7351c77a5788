import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import {
  addressOf,
  sensitiveMarks,
  stateFileSchema,
  type StateResource,
} from '../state';
import { type TerraformEvent } from './events';
import { type Plan, type ResourceChange } from './plan';

// A plan file holds two states (`internal/plans/planfile`): the one of the last apply, and the same as it was read just now.
const APPLIED = 'tfstate-prev';
const READ = 'tfstate';

// Larger ones are left to Terraform, so that nobody waits for this process.
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The addresses of what was changed outside, where that is all that a plan has to say: it changes nothing, and no `check` warns.
 *
 * @param hasChanges - what `-detailed-exitcode` said
 * @returns `undefined` where the plan itself has to be read
 * @internal
 */
export function changedOutsideOnly(
  events: readonly TerraformEvent[],
  hasChanges: boolean,
): string[] | undefined {
  const addresses: string[] = [];
  for (const event of hasChanges ? [] : events) {
    if (event.type === 'diagnostic' || event.type === 'planned_change') {
      return undefined;
    }
    if (event.type === 'resource_drift') {
      if (event.change.action !== 'update') {
        return undefined;
      }
      addresses.push(event.change.resource.addr);
    }
  }
  return hasChanges ? undefined : addresses;
}

/**
 * What a plan that changes nothing says, from its two states. Terraform takes nearly as long to tell it as to plan, for it
 * starts the providers again.
 *
 * @param addresses - of {@link changedOutsideOnly}
 * @returns `undefined` where Terraform has to tell after all
 * @internal
 */
export async function readOutsideChanges(
  planFile: string,
  addresses: readonly string[],
): Promise<Plan | undefined> {
  const wanted = new Set(addresses);
  const states = wanted.size > 0 ? await readStates(planFile) : undefined;
  const drift: ResourceChange[] = [];
  for (const [address, before] of states?.applied ?? []) {
    const after = states?.read.get(address);
    if (after && wanted.has(address)) {
      drift.push(changeOf(address, before, after));
    }
  }
  if (drift.length !== wanted.size) {
    return undefined;
  }
  return {
    format_version: '1.2',
    resource_changes: [],
    resource_drift: drift,
    output_changes: {},
    checks: [],
    complete: true,
    errored: false,
  };
}

type Instance = StateResource['instances'][number];

interface FoundInstance {
  resource: StateResource;
  instance: Instance;
}

function changeOf(
  address: string,
  before: FoundInstance,
  after: FoundInstance,
): ResourceChange {
  const { mode, type, name } = before.resource;
  return {
    address,
    mode,
    type,
    name,
    change: {
      actions: ['update'],
      before: before.instance.attributes,
      after: after.instance.attributes,
      before_sensitive: sensitiveMarks(before.instance),
      after_sensitive: sensitiveMarks(after.instance),
    },
  };
}

async function readStates(planFile: string) {
  try {
    const files = unzipSync(await readFile(planFile), {
      filter: ({ name, originalSize }) =>
        (name === APPLIED || name === READ) && originalSize <= MAX_BYTES,
    });
    return { applied: instances(files[APPLIED]), read: instances(files[READ]) };
  } catch {
    // Of another form, for example encrypted by OpenTofu.
    return undefined;
  }
}

function instances(file: Uint8Array): Map<string, FoundInstance> {
  const text = new TextDecoder().decode(file);
  const { resources } = stateFileSchema.parse(JSON.parse(text));
  return new Map(
    resources
      .filter(({ mode }) => mode === 'managed')
      .flatMap(resource =>
        resource.instances
          .filter(({ deposed }) => deposed === undefined)
          .map(
            instance =>
              [
                addressOf(resource, instance.index_key),
                { resource, instance },
              ] as const,
          ),
      ),
  );
}
