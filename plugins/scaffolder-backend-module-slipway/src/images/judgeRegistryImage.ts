import { ECRClient } from '@aws-sdk/client-ecr';
import { type ScanJudgement } from '@slipway/plugin-slipway-common';
import { type ActionRun } from '../access';
import { type EnvironmentAccess } from '../environments';
import { awaitJudgement } from './awaitJudgement';
import { readScan, type RegistryImage } from './readScan';

/** Judges an image of a registry as the stack user, by the policy of the environment, after its scan has ended. */
export async function judgeRegistryImage(
  image: RegistryImage,
  target: { access: EnvironmentAccess; run: ActionRun },
): Promise<ScanJudgement> {
  const { access, run } = target;
  const ecr = new ECRClient(access.credentials.clientOptions('stackUser'));
  try {
    return await awaitJudgement({
      read: () => readScan(ecr, image),
      policy: access.environment.scans,
      log: line => run.logger.info(line),
      signal: run.signal,
    });
  } finally {
    ecr.destroy();
  }
}
