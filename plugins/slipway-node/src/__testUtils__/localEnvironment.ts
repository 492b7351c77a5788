import { scanPolicySchema } from '@slipway/plugin-slipway-common';
import { type Environment } from '../environments';

/** The environment of the local stack, on an emulator of the test. */
export function localEnvironment(endpoint: string): Environment {
  return {
    name: 'local',
    accountId: '123456789012',
    region: 'eu-central-1',
    prefix: 'slipway',
    endpoint,
    operator: {
      accessKeyId: 'AKIALOCALOPERATOR000',
      secretAccessKey: 'local-operator-secret',
    },
    drift: { intervalMinutes: 60 },
    scans: scanPolicySchema.parse({}),
  };
}
