import * as fixtures from '../__testUtils__/fixtures';
import { setUpTab } from '../__testUtils__/setUpTab';
import { factsIn, rowsOf, section } from '../__testUtils__/tabContent';

const { ago, healthy, withData } = fixtures;

describe('Deployments in the tab', () => {
  const tab = setUpTab();

  it('tells the ECS service, its rollout, containers and events', async () => {
    await tab.render({
      deployments: withData(healthy.deployments, {
        services: [
          {
            ...fixtures.deployedService,
            rollout: {
              state: 'rolled-back',
              reason: 'ECS deployment circuit breaker was triggered.',
              failedTasks: 3,
              startedAt: ago(600),
            },
            consoleUrl: 'https://console.aws.example/ecs',
          },
        ],
      }),
    });
    expect(factsIn(section('Deployments'))).toEqual({
      Tasks: '2 running, 0 pending, 2 desired',
      Status: 'ACTIVE',
      Cluster: 'slipway',
      'Task definition': 'slipway-orders:3',
      'Last rollout':
        'rolled back, 3 failed tasks: ECS deployment circuit breaker was triggered.',
      Started: '10 min ago',
      Console: expect.stringContaining('Open in the AWS console'),
    });
    expect(rowsOf('Containers of slipway-orders')).toEqual([
      ['app', fixtures.deployedService.containers[0].image, fixtures.DIGEST],
    ]);
    expect(rowsOf('Events of slipway-orders')).toEqual([
      ['9 min ago', '(service slipway-orders) reached a steady state.'],
    ]);
  });

  it.each([
    [2, 'not known'],
    [0, 'nothing runs'],
  ])(
    'of %s running tasks without a digest says: %s',
    async (running, words) => {
      const [container] = fixtures.deployedService.containers;
      await tab.render({
        deployments: withData(healthy.deployments, {
          services: [
            {
              ...fixtures.deployedService,
              counts: { running, pending: 0, desired: 2 },
              containers: [{ ...container, digest: undefined }],
            },
          ],
        }),
      });
      expect(rowsOf('Containers of slipway-orders')).toEqual([
        ['app', container.image, words],
      ]);
    },
  );

  it('tells why a rollout failed, and what helps', async () => {
    await tab.render({
      deployments: withData(healthy.deployments, {
        services: [
          {
            ...fixtures.deployedService,
            rollout: {
              state: 'rolled-back',
              failedTasks: 3,
              circuitBreaker: { failures: 3, threshold: 3 },
            },
            failures: {
              tasks: [
                {
                  stopCode: 'EssentialContainerExited',
                  reason: 'Essential container in task exited',
                  container: 'app',
                  exitCode: 1,
                  count: 3,
                  lastAt: ago(60),
                  examples: ['task-3', 'task-2'],
                  diagnosis: {
                    explanation: 'The program ended with an error',
                    fix: 'Read the last lines of its log',
                  },
                },
                { reason: 'Nobody knows', count: 1, examples: ['task-1'] },
              ],
              events: [
                {
                  message: 'deployment failed: tasks failed to start.',
                  count: 1,
                  lastAt: ago(120),
                },
              ],
            },
          },
        ],
      }),
    });
    expect(
      section('Deployments').getByRole('heading', { name: 'Why it failed' }),
    ).toBeInTheDocument();
    expect(factsIn(section('Deployments'))).toMatchObject({
      'Circuit breaker': '3 of 3 failures',
    });
    expect(rowsOf('Failed tasks of slipway-orders')).toEqual([
      [
        '1 min ago',
        '3: task-3, task-2, …',
        'EssentialContainerExited: Essential container in task exited',
        'app, exit code 1',
        'The program ended with an error. Read the last lines of its log.',
      ],
      ['', '1: task-1', 'Nobody knows', '–', '–'],
    ]);
    expect(rowsOf('Failure events of slipway-orders')).toEqual([
      ['2 min ago', '1', 'deployment failed: tasks failed to start.', '–'],
    ]);
  });

  it('tells that no image was released, and where to release one', async () => {
    await tab.render({
      deployments: withData(
        healthy.deployments,
        {
          services: [
            {
              ...fixtures.deployedService,
              counts: { running: 0, pending: 0, desired: 0 },
              released: false,
              rollout: undefined,
              containers: [{ name: 'app', image: 'none' }],
              events: [],
            },
          ],
        },
        { verdict: 'unknown', problem: fixtures.notReleased },
      ),
    });
    expect(factsIn(section('Deployments')).Released).toBe(
      'no image released yet',
    );
    expect(rowsOf('Containers of slipway-orders')).toEqual([
      ['app', 'none', 'nothing runs'],
    ]);
    expect(
      section('Deployments').getByRole('link', {
        name: 'Release an image: orders in local',
      }),
    ).toBeInTheDocument();
  });
});
