import { setTimeout as sleep } from 'node:timers/promises';
import {
  describeJudgement,
  judgeScan,
  type RegistryScan,
  type ScanJudgement,
  type ScanPolicy,
} from '@slipway/plugin-slipway-common';

const SECOND = 1000;

/** How long a release waits for the registry. */
export type ScanPatience = {
  /** Milliseconds between two looks. */
  interval: number;
  /** Milliseconds for a scan that is under way. */
  running: number;
  /** Milliseconds until a scan on push must have begun. */
  start: number;
};

const PATIENCE: ScanPatience = {
  interval: 5 * SECOND,
  running: 15 * 60 * SECOND,
  start: 60 * SECOND,
};

/** Options of {@link awaitJudgement}. */
export type AwaitJudgementOptions = {
  read: () => Promise<RegistryScan>;
  policy: ScanPolicy;
  log: (line: string) => void;
  signal?: AbortSignal;
  patience?: ScanPatience;
};

/**
 * Judges an image, after its scan has ended. A scan that does not begin or end in its time is judged as it is then.
 *
 * @throws AbortError when the signal aborts.
 */
export async function awaitJudgement(
  options: AwaitJudgementOptions,
): Promise<ScanJudgement> {
  const { read, policy, log, signal, patience = PATIENCE } = options;
  const started = Date.now();
  for (;;) {
    signal?.throwIfAborted();
    const judgement = judgeScan(await read(), policy, new Date());
    const waited = Date.now() - started;
    if (waited >= limitOf(judgement, patience)) {
      return judgement;
    }
    log(
      `Waiting for the registry, ${Math.round(
        waited / SECOND,
      )} s so far: ${describeJudgement(judgement)}`,
    );
    await sleep(patience.interval, undefined, { signal });
  }
}

function limitOf({ status }: ScanJudgement, patience: ScanPatience): number {
  switch (status) {
    case 'in-progress':
      return patience.running;
    case 'not-scanned':
      return patience.start;
    default:
      return 0;
  }
}
