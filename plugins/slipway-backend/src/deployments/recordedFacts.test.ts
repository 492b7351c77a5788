import { ecsReaders } from '../__testUtils__/ecsReaders';
import { readRecorded } from '../__testUtils__/RecordedEcs';
import { lastPart } from '../stacks';
import { ENDPOINT, setUpRecorded } from '../__testUtils__/setUpRecorded';

describe('what recorded answers of ECS tell', () => {
  const { play, tell } = setUpRecorded();

  it('explains why a rollout failed, beside the healthy earlier revision', async () => {
    const recorded = readRecorded('rolled-back');
    const { deployments } = await tell(recorded);
    expect(deployments).toMatchObject({
      data: {
        services: [
          {
            counts: { running: 1, desired: 1 },
            rollout: { circuitBreaker: { failures: 3, threshold: 3 } },
            failures: {
              tasks: [
                {
                  stopCode: 'EssentialContainerExited',
                  container: 'main',
                  exitCode: 1,
                  count: 3,
                  diagnosis: { explanation: expect.stringContaining('error') },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it('says at which hook a blue/green rollout waits', async () => {
    const recorded = readRecorded('blue-green-paused');
    const { deployments, details } = await tell(recorded);
    const hook = {
      type: 'PAUSE',
      status: 'AWAITING_ACTION',
      expiresAt: expect.any(String),
      defaultAction: 'ROLLBACK',
    };
    expect(deployments).toMatchObject({
      verdict: 'attention',
      data: { services: [{ rollout: { waitsAt: hook } }] },
    });
    expect(details.services[0].rollout).toMatchObject({
      strategy: 'BLUE_GREEN',
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      hooks: [hook],
      revisions: [
        { role: 'source', traffic: { production: 100, test: 0 } },
        { role: 'target', traffic: { production: 0, test: 100 } },
      ],
    });
  });

  it('tells both task sets of a rollout by CodeDeploy, and the health of the targets of each', async () => {
    const { deployments, details } = await tell(readRecorded('code-deploy'));
    expect(deployments).toMatchObject({
      data: {
        services: [
          {
            controller: 'CODE_DEPLOY',
            counts: { running: 2, pending: 0, desired: 1 },
            containers: [{ image: 'answers' }, { image: 'stays' }],
            rollout: { toldBy: 'task-sets' },
          },
        ],
      },
    });
    const [{ targetGroups, rollout, tasks }] = details.services;
    expect(targetGroups).toMatchObject([
      { name: 'blue', targets: [{ state: 'healthy' }] },
      {
        name: 'green',
        targets: [{ state: 'initial', reason: 'Elb.InitialHealthChecks' }],
      },
    ]);
    expect(rollout?.revisions).toMatchObject([
      { role: 'source', tasks: { requested: 1, running: 1 } },
      { role: 'target', tasks: { requested: 1, running: 1 } },
    ]);
    expect(tasks.map(({ taskDefinition }) => taskDefinition)).toEqual(
      rollout?.revisions.map(({ taskDefinition }) => taskDefinition),
    );
  });

  it('tells the share of the canary of an external controller', async () => {
    const { details } = await tell(readRecorded('external'));
    expect(details.services[0].rollout).toMatchObject({
      revisions: [
        { role: 'source', tasks: { requested: 4, running: 4 } },
        { role: 'target', tasks: { requested: 1, running: 1 } },
      ],
    });
  });

  it('is read in full where 250 tasks run, over all pages and zones', async () => {
    const recorded = readRecorded('many-tasks');
    const pages = recorded.ListTasks['many-tasks'].RUNNING;
    expect(pages.map(({ taskArns }) => taskArns.length)).toEqual([
      100, 100, 50,
    ]);
    const { deployments, details, calls } = await tell(recorded);
    expect(deployments).toMatchObject({
      verdict: 'healthy',
      data: { services: [{ counts: { running: 250, desired: 250 } }] },
    });
    const { tasks } = details.services[0];
    expect(tasks.map(({ id }) => id).sort()).toEqual(
      pages.flatMap(({ taskArns }) => taskArns.map(lastPart)).sort(),
    );
    expect([...new Set(tasks.map(({ zone }) => zone))].sort()).toEqual([
      'eu-central-1a',
      'eu-central-1b',
      'eu-central-1c',
    ]);
    // The facet asks, which knows no task definition here, and its details do; these for the stopped tasks too.
    const times = (name: string) => calls.filter(call => call === name).length;
    expect(times('ListTasks')).toBe(3 + 3 + 1);
    expect(times('DescribeTasks')).toBe(3 + 3);
  });

  it('is a problem where the service is missing', async () => {
    const recorded = readRecorded('missing-service');
    play(recorded);
    const { ecs } = ecsReaders({ endpoint: ENDPOINT });
    expect(
      await ecs.read({
        environment: 'local',
        cluster: 'slipway',
        service: 'nobody',
      }),
    ).toEqual({ problem: expect.objectContaining({ code: 'not-found' }) });
  });
});
