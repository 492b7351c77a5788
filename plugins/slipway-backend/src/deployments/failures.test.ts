import { type Task } from '@aws-sdk/client-ecs';
import { type EcsSnapshot } from './EcsSnapshot';
import { failuresOf } from './failures';
import { isInTrouble } from './isInTrouble';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute));
const id = (n: number) => n.toString(16).padStart(32, '0');

function stopped(n: number, change: Partial<Task> = {}): Task {
  return {
    taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/slipway/${id(n)}`,
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    stoppedAt: at(n),
    containers: [{ name: 'orders', exitCode: 1 }],
    ...change,
  };
}

function snapshot(
  tasks: Task[],
  change: Partial<EcsSnapshot> = {},
): EcsSnapshot {
  return {
    service: { desiredCount: 2, runningCount: 2 },
    serviceDeployments: [{ status: 'ROLLBACK_SUCCESSFUL', startedAt: at(1) }],
    running: [],
    problems: [],
    stoppedTasks: tasks,
    ...change,
  };
}

const tasksOf = (...tasks: Task[]) => failuresOf(snapshot(tasks))?.tasks;

describe('failuresOf', () => {
  it('groups stopped tasks by their cause, newest first, with two examples', () => {
    const pull = (n: number) =>
      stopped(n, {
        stopCode: 'TaskFailedToStart',
        stoppedReason: `CannotPullContainerError: ref pull of task ${id(
          n,
        )}: orders:v2: not found`,
        containers: [{ name: 'orders' }],
      });
    expect(tasksOf(pull(3), stopped(2), stopped(4), stopped(5))).toEqual([
      {
        stopCode: 'EssentialContainerExited',
        reason: 'Essential container in task exited',
        container: 'orders',
        exitCode: 1,
        count: 3,
        lastAt: at(5).toISOString(),
        examples: [id(5), id(4)],
        diagnosis: {
          explanation: expect.stringContaining('exit code 1'),
          fix: expect.any(String),
        },
      },
      {
        stopCode: 'TaskFailedToStart',
        reason:
          'CannotPullContainerError: ref pull of task …: orders:v2: not found',
        count: 1,
        lastAt: at(3).toISOString(),
        examples: [id(3)],
        diagnosis: {
          explanation: 'The image does not exist in the registry',
          fix: expect.any(String),
        },
      },
    ]);
  });

  it('blames the container that failed, not those that were ended after it', () => {
    const task = stopped(2, {
      containers: [
        { name: 'proxy', exitCode: 143 },
        { name: 'orders', exitCode: 139 },
        { name: 'logs', exitCode: 0 },
      ],
    });
    expect(tasksOf(task)).toMatchObject([
      { container: 'orders', exitCode: 139 },
    ]);
  });

  it('tells what ECS says of a container beside what it says of the task', () => {
    const task = stopped(2, {
      containers: [
        { name: 'orders', exitCode: 137, reason: 'OutOfMemoryError: killed' },
      ],
    });
    expect(tasksOf(task)).toMatchObject([
      {
        reason: 'Essential container in task exited: OutOfMemoryError: killed',
        diagnosis: {
          explanation: 'The container used more memory than it may',
        },
      },
    ]);
  });

  it('leaves out tasks of earlier rollouts, and those that others took the place of', () => {
    const replaced = stopped(3, {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason:
        'Scaling activity initiated by (deployment ecs-svc/123456789)',
    });
    expect(tasksOf(stopped(0), replaced)).toBeUndefined();
  });

  it('counts events that tell of a failure', () => {
    const event = (n: number, message: string) => ({
      createdAt: at(n),
      message: `(service orders) ${message}`,
    });
    const events = [
      event(
        4,
        `(task ${id(
          4,
        )}) (port 8080) is unhealthy in (target-group tg) due to (reason Request timed out).`,
      ),
      event(3, 'has started 1 tasks: (task a).'),
      event(
        2,
        `(task ${id(
          2,
        )}) (port 8080) is unhealthy in (target-group tg) due to (reason Request timed out).`,
      ),
      event(0, 'was unable to place a task.'),
    ];
    const { service } = snapshot([]);
    expect(
      failuresOf(snapshot([], { service: { ...service, events } }))?.events,
    ).toEqual([
      {
        message:
          '(service orders) (task …) (port 8080) is unhealthy in (target-group tg) due to (reason Request timed out).',
        count: 2,
        lastAt: at(4).toISOString(),
        diagnosis: {
          explanation: 'The health check of the load balancer failed',
          fix: expect.any(String),
        },
      },
    ]);
  });

  it.each([
    'service (orders) could not launch 2 tasks for deployment ecs-svc/1.',
    'IAM trust relationship has been misconfigured or changed, and ECS can no longer maintain your service',
    'service (orders) (task 1f) is not healthy in target-group (tg) due to TARGET IS NOT FOUND.',
    'service (orders) Timed out waiting for Amazon ECS Agent to start.',
  ])('hears of a failure in: %s', message => {
    const events = [{ createdAt: at(2), message }];
    const { service } = snapshot([]);
    expect(
      failuresOf(snapshot([], { service: { ...service, events } }))?.events,
    ).toHaveLength(1);
  });
});

describe('an event of a service with a telling name', () => {
  it.each(['(service failover)', 'service (error-reports)', 'service missing'])(
    'is judged by what %s did',
    name => {
      const events = [
        { createdAt: at(3), message: `${name} has reached a steady state.` },
        { createdAt: at(2), message: `${name} was unable to place a task.` },
      ];
      const { service } = snapshot([]);
      expect(
        failuresOf(snapshot([], { service: { ...service, events } }))?.events,
      ).toMatchObject([{ message: `${name} was unable to place a task.` }]);
    },
  );
});

describe('isInTrouble', () => {
  const running = (status: 'IN_PROGRESS' | 'SUCCESSFUL', failedTasks = 0) => ({
    serviceDeployments: [{ status }],
    service: {
      desiredCount: 2,
      runningCount: 2,
      deployments: [{ failedTasks }],
    },
  });
  it.each<[Partial<EcsSnapshot>, boolean]>([
    [running('SUCCESSFUL'), false],
    [running('IN_PROGRESS'), false],
    [running('IN_PROGRESS', 1), true],
    [{ serviceDeployments: [{ status: 'ROLLBACK_IN_PROGRESS' }] }, true],
    [{ serviceDeployments: [{ status: 'STOPPED' }] }, true],
    [
      {
        ...running('SUCCESSFUL'),
        service: { desiredCount: 2, runningCount: 1 },
      },
      true,
    ],
  ])('of %j is %s', (change, expected) => {
    const seen = snapshot([], change);
    expect(isInTrouble(seen)).toBe(expected);
    expect(failuresOf(seen)).toBeUndefined();
  });
});
