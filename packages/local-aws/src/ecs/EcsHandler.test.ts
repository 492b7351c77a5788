import {
  DescribeServicesCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { ACCOUNT, EcsServer } from './__testUtils__/EcsServer';

jest.setTimeout(60_000);

describe('EcsHandler', () => {
  let server: EcsServer;

  beforeEach(async () => {
    server = await EcsServer.start();
  });
  afterEach(async () => {
    await server?.stop();
  });

  it('answers as ECS does to what does not exist', async () => {
    await expect(
      server.client.send(
        new DescribeServicesCommand({ cluster: 'other', services: ['x'] }),
      ),
    ).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
      message: 'Cluster not found.',
    });
    await expect(
      server.client.send(
        new UpdateServiceCommand({ cluster: 'slipway', service: 'x' }),
      ),
    ).rejects.toMatchObject({ name: 'ServiceNotFoundException' });
    const { failures } = await server.client.send(
      new DescribeServicesCommand({ cluster: 'slipway', services: ['x'] }),
    );
    expect(failures).toEqual([
      {
        arn: `arn:aws:ecs:eu-central-1:${ACCOUNT}:service/slipway/x`,
        reason: 'MISSING',
      },
    ]);
  });
});
