import { addressOf, type StateAssessment } from '@slipway/plugin-slipway-node';

/** What a restore changes of what a state says: resources by address. */
export type RestoreEffect = {
  broughtBack: string[];
  forgotten: string[];
};

// A task's log is for people.
const MAX_ADDRESSES = 50;

/** What the state knows again, and what it no longer knows, once a version is put in the place of what lies there. */
export function restoreEffect(
  current: StateAssessment,
  version: StateAssessment,
): RestoreEffect {
  const now = addressesOf(current);
  const then = addressesOf(version);
  return {
    broughtBack: [...then].filter(address => !now.has(address)).sort(),
    forgotten: [...now].filter(address => !then.has(address)).sort(),
  };
}

/** The effect in lines for a task's log. */
export function describeRestore(
  current: StateAssessment,
  version: StateAssessment,
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
export function describeState(state: StateAssessment): string {
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

function addressesOf({ file }: StateAssessment): Set<string> {
  return new Set(
    (file?.resources ?? [])
      .filter(({ mode }) => mode === 'managed')
      .flatMap(resource =>
        resource.instances.map(({ index_key: index }) =>
          addressOf(resource, index),
        ),
      ),
  );
}
