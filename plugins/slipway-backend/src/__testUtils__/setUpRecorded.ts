import { registerMswTestHooks } from '@backstage/backend-test-utils';
import {
  deployedServiceDetailsSchema,
  deploymentsResultSchema,
} from '@slipway/plugin-slipway-common';
import { setupServer } from 'msw/node';
import {
  deploymentsFacet,
  type ObservedService,
} from '../deployments/deploymentsFacet';
import { type DeclaredService } from '../stacks';
import { ecsReaders } from './ecsReaders';
import { FakeAws } from './fakeAws';
import { playRecorded, type RecordedEcs } from './RecordedEcs';

/** Where the fake AWS of {@link setUpRecorded} answers. */
export const ENDPOINT = 'http://aws.example';

/** The shapes of services that the tab is tested with too. */
export const SHAPES = [
  'rolling',
  'failed',
  'rolled-back',
  'blue-green-paused',
  'code-deploy',
  'external',
  'zero-tasks',
  'several-services',
];

/** For a test file: plays what was recorded of ECS, with the clock at that time. */
export function setUpRecorded() {
  const worker = setupServer();
  registerMswTestHooks(worker);
  afterEach(() => {
    jest.useRealTimers();
  });

  const play = (recorded: RecordedEcs): FakeAws => {
    const aws = new FakeAws();
    worker.use(...aws.handlers(ENDPOINT));
    playRecorded(aws, recorded);
    return aws;
  };
  return {
    play,
    /** What the facet and its details tell of it, and what they called for that. */
    async tell(recorded: RecordedEcs) {
      jest.useFakeTimers({
        now: Date.parse(recorded.recordedAt),
        doNotFake: [
          'clearTimeout',
          'hrtime',
          'nextTick',
          'performance',
          'queueMicrotask',
          'setImmediate',
          'setInterval',
          'setTimeout',
        ],
      });
      const { calls } = play(recorded);
      return { ...(await tellAll(recorded)), calls };
    },
  };
}

async function tellAll(recorded: RecordedEcs) {
  const { ecs, details } = ecsReaders({ endpoint: ENDPOINT });
  const keyOf = (service: string) => ({
    environment: 'local',
    cluster: 'slipway',
    service,
  });
  const observed: ObservedService[] = await Promise.all(
    recorded.DescribeServices.services.map(async service => ({
      declared: declaredAs(service),
      answer: await ecs.read(keyOf(service.serviceName)),
    })),
  );
  const services = observed.map(({ declared }) => declared);
  const facet = deploymentsFacet(
    {
      entityRef: 'component:default/orders',
      environment: 'local',
      stack: 'orders',
    },
    {
      bound: {
        facts: {
          entityRef: 'component:default/orders',
          released: true,
          services,
          taskDefinitions: [],
        },
        at: new Date(),
      },
      observed,
    },
  );
  const told = await Promise.all(
    observed.map(async ({ declared, answer }) => {
      if (!answer.value) {
        throw new Error(answer.problem.message);
      }
      return deployedServiceDetailsSchema.parse(
        await details.read({
          key: keyOf(declared.name),
          snapshot: answer.value,
          at: answer.at,
        }),
      );
    }),
  );
  return {
    now: recorded.recordedAt,
    deployments: deploymentsResultSchema.parse(facet),
    details: { services: told },
  };
}

function declaredAs(service: { serviceName: string }): DeclaredService {
  const { serviceArn, taskDefinition, desiredCount } = {
    serviceArn: '',
    taskDefinition: '',
    desiredCount: 0,
    ...service,
  };
  return {
    address: '',
    name: service.serviceName,
    arn: serviceArn,
    clusterName: 'slipway',
    desiredCount,
    taskDefinition,
    autoscaled: false,
  };
}
