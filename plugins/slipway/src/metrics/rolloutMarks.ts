import {
  type Deployments,
  type DeploymentsDetails,
  type MetricsHistory,
  type RolloutOutcome,
} from '@slipway/plugin-slipway-common';
import { rolloutOutcome } from '../deployments/rolloutWords';

/** A rollout on a time axis. Times are in milliseconds. */
export interface RolloutMark {
  id: string;
  at: number;
  /** Absent while it goes on, or where nobody tells. */
  until?: number;
  /** What was rolled out, and how it ended. */
  text: string;
  failed: boolean;
  /** Which end of the text is at the line; absent where the text would lie over that of another. */
  anchor?: 'start' | 'middle' | 'end';
}

/** What is known of rollouts: the last one with the facet, those before it with the details. */
export interface KnownRollouts {
  deployments?: Deployments;
  details?: DeploymentsDetails;
}

type Range = Pick<MetricsHistory, 'from' | 'to'>;
type Unlabelled = Omit<RolloutMark, 'anchor'>;

// Of the axis: what a text takes where charts are as narrow as they get.
const TEXT_WIDTH = 0.44;
const FAILED: ReadonlySet<RolloutOutcome> = new Set<RolloutOutcome>([
  'failed',
  'rolled-back',
]);

/** The rollouts that went on within a range, oldest first. */
export function rolloutMarks(
  { deployments, details }: KnownRollouts,
  { from, to }: Range,
): RolloutMark[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const marks = (deployments?.services ?? [])
    .flatMap(service => {
      const history = details?.services.find(
        ({ name, cluster }) =>
          name === service.name && cluster === service.cluster,
      )?.history;
      return history ? pastMarks(history.rollouts) : lastMark(service);
    })
    .filter(({ at, until = at }) => until >= start && at <= end)
    .sort((a, b) => a.at - b.at);
  return labelled(marks, at => (at - start) / (end - start));
}

type History = NonNullable<DeploymentsDetails['services'][number]['history']>;

function pastMarks(rollouts: History['rollouts']): Unlabelled[] {
  return rollouts.map(({ id, taskDefinition, outcome, ...times }) => ({
    id,
    at: Date.parse(times.startedAt),
    until: times.finishedAt ? Date.parse(times.finishedAt) : undefined,
    text: `${taskDefinition ?? 'an older revision'} ${rolloutOutcome(
      outcome,
    ).toLocaleLowerCase('en')}`,
    failed: FAILED.has(outcome),
  }));
}

function lastMark(service: Deployments['services'][number]): Unlabelled[] {
  const { rollout, name, taskDefinition } = service;
  if (!rollout?.startedAt) {
    return [];
  }
  const { startedAt, finishedAt, state } = rollout;
  return [
    {
      id: name,
      at: Date.parse(startedAt),
      until: finishedAt ? Date.parse(finishedAt) : undefined,
      text: `${taskDefinition} ${state.replaceAll('-', ' ')}`,
      failed: state === 'failed' || state === 'rolled-back',
    },
  ];
}

/** The newest have their text, and what failed comes before what did not. */
function labelled(
  marks: readonly Unlabelled[],
  placeOf: (at: number) => number,
): RolloutMark[] {
  const taken: [number, number][] = [];
  const anchors = new Map<Unlabelled, RolloutMark['anchor']>();
  const byRank = [...marks].sort(
    (a, b) => Number(b.failed) - Number(a.failed) || b.at - a.at,
  );
  for (const mark of byRank) {
    const place = Math.max(0, placeOf(mark.at));
    const anchor = anchorAt(place);
    const left = place - { start: 0, middle: 0.5, end: 1 }[anchor] * TEXT_WIDTH;
    const right = left + TEXT_WIDTH;
    if (taken.every(([from, to]) => right <= from || left >= to)) {
      taken.push([left, right]);
      anchors.set(mark, anchor);
    }
  }
  return marks.map(mark => ({ ...mark, anchor: anchors.get(mark) }));
}

// Around a line at either end the text would leave the chart.
function anchorAt(place: number): 'start' | 'middle' | 'end' {
  if (place < TEXT_WIDTH / 2) {
    return 'start';
  }
  return place > 1 - TEXT_WIDTH / 2 ? 'end' : 'middle';
}
