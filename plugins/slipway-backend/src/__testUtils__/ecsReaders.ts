import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockServices } from '@backstage/backend-test-utils';
import { createEcsRecords, DetailsReader, EcsReader } from '../deployments';

/** The readers of deployments, with the real SDK clients. */
export function ecsReaders(options: {
  endpoint: string;
  turnOf?: () => Promise<void>;
}): { ecs: EcsReader; details: DetailsReader } {
  const { endpoint, turnOf } = options;
  const clientOptions = {
    region: 'eu-central-1',
    endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  };
  const ecs = new ECSClient(clientOptions);
  const clients = {
    scaling: new ApplicationAutoScalingClient(clientOptions),
    loadBalancing: new ElasticLoadBalancingV2Client(clientOptions),
  };
  const logger = mockServices.logger.mock();
  const calls = { clientOf: () => ecs, turnOf, logger };
  const records = createEcsRecords(calls);
  return {
    ecs: EcsReader.create({ ...calls, records }),
    details: DetailsReader.create({
      clientsOf: () => clients,
      records,
      logger,
    }),
  };
}
