import { describeJudgement } from './describeJudgement';
import { judgeScan, type RegistryScan, type ScanJudgement } from './judgeScan';
import type { ScanPolicy } from './scanPolicy';

const SECOND = 1000;

/**
 * How long a release waits for the registry.
 *
 * @public
 */
export type ScanPatience = {
  /** Milliseconds between two looks. */
  interval: number;
  /** Milliseconds for a scan that is under way. */
  running: number;
  /** Milliseconds until a scan on push must have begun. */
  start: number;
};

/** A quarter of an hour for a scan that is under way, a minute for one to begin. @public */
export const SCAN_PATIENCE: ScanPatience = {
  interval: 5 * SECOND,
  running: 15 * 60 * SECOND,
  start: 60 * SECOND,
};

/** Options of {@link awaitJudgement}. @public */
export type AwaitJudgementOptions = {
  read: () => Promise<RegistryScan>;
  policy: ScanPolicy;
  log: (line: string) => void;
  /** Throws to end the wait. */
  sleep: (milliseconds: number) => Promise<unknown>;
  patience?: ScanPatience;
};

/**
 * Judges an image, after its scan has ended. A scan that does not begin or end in its time is judged as it is then. The portal and
 * the workflow of a generated service both release by this.
 *
 * @public
 */
export async function awaitJudgement(
  options: AwaitJudgementOptions,
): Promise<ScanJudgement> {
  const { read, policy, log, sleep, patience = SCAN_PATIENCE } = options;
  const started = Date.now();
  for (;;) {
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
    await sleep(patience.interval);
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
