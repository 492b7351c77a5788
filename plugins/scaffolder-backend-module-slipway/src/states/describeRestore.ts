import { type StateSummary } from '@slipway/plugin-slipway-node';

/** What a restore changes of what a state says: resources by address. */
export type RestoreEffect = {
  broughtBack: string[];
  forgotten: string[];
};

// A task's log is for people.
const MAX_ADDRESSES = 50;

/** What the state knows again, and what it no longer knows, once a version is put in the place of what lies there. */
export function restoreEffect(
  current: StateSummary,
  version: StateSummary,
): RestoreEffect {
  const now = new Set(current.addresses);
  const then = new Set(version.addresses);
  return {
    broughtBack: [...then].filter(address => !now.has(address)).sort(),
    forgotten: [...now].filter(address => !then.has(address)).sort(),
  };
}

/** The effect in lines for a task's log. */
export function describeRestore(
  current: StateSummary,
  version: StateSummary,
): string[] {
  const { broughtBack, forgotten } = restoreEffect(current, version);
  return [
    `On the key lies: ${describeState(current)}`,
    `It is replaced by: ${describeState(version)}`,
    ...listed('The state knows again', broughtBack),
    ...listed('The state no longer knows', forgotten),
  ];
}

/** For example `serial 7, sound, 12 resources`. */
export function describeState(state: StateSummary): string {
  const { serial, soundness, resourceCount } = state;
  return [
    ...(serial === undefined ? [] : [`serial ${serial}`]),
    soundness.replaceAll('-', ' '),
    ...(resourceCount === undefined ? [] : [`${resourceCount} resources`]),
  ].join(', ');
}

function listed(title: string, addresses: string[]): string[] {
  if (addresses.length === 0) {
    return [];
  }
  const more = addresses.length - MAX_ADDRESSES;
  const shown = addresses.slice(0, MAX_ADDRESSES).join(', ');
  return [`${title}: ${shown}${more > 0 ? ` and ${more} more` : ''}`];
}
