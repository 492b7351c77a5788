import { type State } from '@slipway/plugin-slipway-common';

/** In words; a state that is sound by itself and not beside its earlier versions is doubtful. */
export function describeSoundness(state: State): string {
  return state.soundness === 'sound' && state.finding
    ? 'doubtful'
    : state.soundness.replaceAll('-', ' ');
}

/** For example `serial 7, sound`, `serial 7, sound, locked by ada@laptop`. */
export function summarizeState(state: State): string {
  const parts = [describeSoundness(state)];
  if (state.serial !== undefined) {
    parts.unshift(`serial ${state.serial}`);
  }
  if (state.lock) {
    parts.push(
      state.lock.who ? `locked by ${state.lock.who}` : 'locked by unknown',
    );
  }
  return parts.join(', ');
}
