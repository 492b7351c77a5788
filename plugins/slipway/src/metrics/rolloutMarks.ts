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
  /** False where the text would lie over that of another. */
  labelled: boolean;
}

/** What is known of rollouts: the last one with the facet, those before it with the details. */
export interface KnownRollouts {
  deployments?: Deployments;
  details?: DeploymentsDetails;
}

type Range = Pick<MetricsHistory, 'from' | 'to'>;
type Unlabelled = Omit<RolloutMark, 'labelled'>;

// Of the axis: less than the width of a text.
const LABEL_DISTANCE = 0.3;
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
  return labelled(marks, (end - start) * LABEL_DISTANCE);
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
function labelled(marks: readonly Unlabelled[], distance: number) {
  const taken: number[] = [];
  const chosen = new Set<Unlabelled>();
  const byRank = [...marks].sort(
    (a, b) => Number(b.failed) - Number(a.failed) || b.at - a.at,
  );
  for (const mark of byRank) {
    if (taken.every(at => Math.abs(at - mark.at) >= distance)) {
      taken.push(mark.at);
      chosen.add(mark);
    }
  }
  return marks.map(mark => ({ ...mark, labelled: chosen.has(mark) }));
}
