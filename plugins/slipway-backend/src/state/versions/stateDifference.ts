import { type StateDifference } from '@slipway/plugin-slipway-common';
import {
  addressOf,
  sensitiveMarks,
  type StateFile,
  type StateResource,
} from '@slipway/plugin-slipway-node';
import {
  attributeChanges,
  attributePath,
  discloseValues,
  sameValue,
} from '../../changes';

type Instance = StateResource['instances'][number];
type ResourceDifference = StateDifference['resources'][number];

// More than this nobody reads; the total is told all the same.
const MAX_RESOURCES = 500;
const MAX_ATTRIBUTES = 100;

/**
 * What differs between two states: managed resources by address, their attributes by path, outputs by name.
 *
 * @param from - absent where there is nothing, or nothing that can be read
 */
export function stateDifference(
  from: StateFile | undefined,
  to: StateFile | undefined,
): Pick<StateDifference, 'resources' | 'outputs' | 'total'> {
  const before = instancesByAddress(from);
  const after = instancesByAddress(to);
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = addresses.filter(
    address => !sameInstance(before.get(address), after.get(address)),
  );
  return {
    resources: changed
      .slice(0, MAX_RESOURCES)
      .map(address =>
        resourceDifference(address, before.get(address), after.get(address)),
      ),
    outputs: outputDifferences(from?.outputs ?? {}, to?.outputs ?? {}),
    total: changed.length,
  };
}

function instancesByAddress(
  file: StateFile | undefined,
): Map<string, Instance> {
  const instances = new Map<string, Instance>();
  for (const resource of file?.resources ?? []) {
    if (resource.mode === 'managed') {
      for (const instance of resource.instances) {
        const address = addressOf(resource, instance.index_key);
        const deposed = instance.deposed && ` (deposed ${instance.deposed})`;
        instances.set(`${address}${deposed ?? ''}`, instance);
      }
    }
  }
  return instances;
}

function sameInstance(
  before: Instance | undefined,
  after: Instance | undefined,
): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    before.status === after.status &&
    sameValue(before.attributes, after.attributes)
  );
}

function resourceDifference(
  address: string,
  before: Instance | undefined,
  after: Instance | undefined,
): ResourceDifference {
  if (!before || !after) {
    return { address, change: kindOfChange(before, after), attributes: [] };
  }
  const marks = {
    before: sensitiveMarks(before),
    after: sensitiveMarks(after),
  };
  const attributes = attributeChanges(before.attributes, after.attributes)
    .slice(0, MAX_ATTRIBUTES)
    .map(change => {
      const { declared, actual, masked } = discloseValues(
        {
          path: change.path,
          declared: change.before,
          actual: change.after,
        },
        marks,
      );
      return {
        attribute: attributePath(change.path),
        before: declared,
        after: actual,
        masked,
      };
    });
  return {
    address,
    change: 'changed',
    attributes:
      before.status === after.status
        ? attributes
        : [statusChange(before, after), ...attributes],
  };
}

function statusChange(before: Instance, after: Instance) {
  return {
    attribute: 'status',
    before: before.status,
    after: after.status,
    masked: false,
  };
}

function outputDifferences(
  before: StateFile['outputs'],
  after: StateFile['outputs'],
): StateDifference['outputs'] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .sort()
    .filter(name => !sameValue(before[name]?.value, after[name]?.value))
    .map(name => ({ name, change: kindOfChange(before[name], after[name]) }));
}

function kindOfChange(before: unknown, after: unknown) {
  if (before === undefined) {
    return 'added';
  }
  return after === undefined ? 'removed' : 'changed';
}
