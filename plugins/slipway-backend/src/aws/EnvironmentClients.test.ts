import { DescribeServicesCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { ConfigReader } from '@backstage/config';
import { readEnvironments } from '@slipway/plugin-slipway-node';
import { setupServer } from 'msw/node';
import { FakeAws } from '../__testUtils__/fakeAws';
import { CallMeter } from './CallMeter';
import { EnvironmentClients } from './EnvironmentClients';

const ENDPOINT = 'http://aws.example';
const worker = setupServer();
registerMswTestHooks(worker);

function environment(region: string, prefix: string): object {
  return {
    prefix,
    accountId: '123456789012',
    region,
    endpoint: ENDPOINT,
    operator: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
  };
}

const config = new ConfigReader({
  slipway: {
    environments: {
      dev: environment('eu-central-1', 'slipway'),
      test: environment('eu-central-1', 'other'),
      prod: environment('eu-west-1', 'slipway'),
    },
  },
});

function setUp() {
  const aws = new FakeAws();
  worker.use(...aws.handlers(ENDPOINT));
  aws.answers.DescribeServices = { services: [] };
  const counts: Record<string, number> = {};
  const meter = CallMeter.create(
    metricsServiceMock.mock({
      createCounter: name => ({
        add: (value, attributes) => {
          const id = `${name} ${attributes?.action} ${attributes?.environment}`;
          counts[id] = (counts[id] ?? 0) + value;
        },
      }),
    }),
  );
  const clients = EnvironmentClients.fromConfig(config, {
    environments: readEnvironments(config),
    meter,
  });
  const describeServices = (name: string) =>
    clients
      .of(name)
      .ecs.send(new DescribeServicesCommand({ services: ['orders'] }));
  return { aws, counts, clients, describeServices };
}

describe('EnvironmentClients', () => {
  it('counts calls by action and environment, whatever the service', async () => {
    const { counts, clients, describeServices } = setUp();
    await describeServices('dev');
    await describeServices('dev');
    await describeServices('prod');
    await clients
      .of('dev')
      .state.readState({ kind: 'service', name: 'orders' });
    expect(counts).toEqual({
      'slipway.aws.calls ecs:DescribeServices dev': 2,
      'slipway.aws.calls ecs:DescribeServices prod': 1,
      'slipway.aws.calls s3:GetObject dev': 1,
    });
  });

  it('counts each attempt of a call that AWS throttles, and steps back', async () => {
    const { aws, counts, clients } = setUp();
    let attempts = 0;
    aws.answers.ListTasks = () => {
      attempts += 1;
      return attempts === 1
        ? { awsError: 'ThrottlingException' }
        : { taskArns: [] };
    };
    await clients.of('dev').ecs.send(new ListTasksCommand({}));
    expect(counts).toEqual({
      'slipway.aws.calls ecs:ListTasks dev': 2,
      'slipway.aws.throttles ecs:ListTasks dev': 1,
    });
  });

  it('holds environments of one account and region to one limit', async () => {
    const { describeServices } = setUp();
    const started = performance.now();
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        describeServices(index % 2 ? 'dev' : 'test'),
      ),
    );
    // Fifty at once, then ten in a second.
    expect(performance.now() - started).toBeGreaterThan(900);
  });
});
