import { type DriftCase } from './DriftCase';

/**
 * In which order changes are made, with a check after each round. What takes a whole resource away comes last: nothing else can
 * be found of it then.
 *
 * @param alone - gives each case a round of its own
 */
export function inRounds(
  cases: readonly DriftCase[],
  alone: boolean,
): DriftCase[][] {
  const kept = cases.filter(one => !takesAway(one));
  const taken = cases.filter(takesAway);
  return alone
    ? [...kept, ...taken].map(one => [one])
    : [kept, taken].filter(round => round.length > 0);
}

function takesAway({ finds }: DriftCase): boolean {
  return finds.some(text => !text.includes(' '));
}
