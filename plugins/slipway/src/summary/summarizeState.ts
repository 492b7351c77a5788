import { type State } from '@slipway/plugin-slipway-common';

/** For example `serial 7, sound`, `serial 7, sound, locked by ada@laptop`. */
export function summarizeState(state: State): string {
  const parts = [state.soundness.replaceAll('-', ' ')];
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
