import { setTimeout as sleep } from 'node:timers/promises';
import { ECRClient } from '@aws-sdk/client-ecr';
import {
  awaitJudgement,
  type ScanJudgement,
} from '@slipway/plugin-slipway-common';
import { type ActionRun } from '../access';
import { type EnvironmentAccess } from '../environments';
import { readScan, type RegistryImage } from './readScan';

/**
 * Judges an image of a registry as the stack user, by the policy of the environment, after its scan has ended.
 *
 * @throws AbortError when the task is cancelled.
 */
export async function judgeRegistryImage(
  image: RegistryImage,
  target: { access: EnvironmentAccess; run: ActionRun },
): Promise<ScanJudgement> {
  const { access, run } = target;
  const { logger, signal } = run;
  const ecr = new ECRClient(access.credentials.clientOptions('stackUser'));
  signal?.throwIfAborted();
  try {
    return await awaitJudgement({
      read: () => readScan(ecr, image),
      policy: access.environment.scans,
      log: line => logger.info(line),
      sleep: milliseconds => sleep(milliseconds, undefined, { signal }),
    });
  } finally {
    ecr.destroy();
  }
}
