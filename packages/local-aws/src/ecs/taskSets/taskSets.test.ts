import type { TaskSet } from '../model';
import { serviceFixture, taskFixtures } from '../rollout/fixtures';
import {
  computedDesiredCount,
  countFailedTaskOfSet,
  createTaskSet,
  makePrimary,
  planTaskSet,
  settleTaskSets,
  specificationFor,
} from './taskSets';

const now = new Date(1_000_000);
const scope = { accountId: '123456789012', region: 'eu-central-1' };

function setUp(
  scales: number[],
  desiredCount = 4,
): { service: ReturnType<typeof serviceFixture>; taskSets: TaskSet[] } {
  const service = serviceFixture({
    desiredCount,
    deploymentController: { type: 'EXTERNAL' },
    taskSets: [],
  });
  service.taskSets = scales.map((scale, index) =>
    createTaskSet(
      service,
      {
        specification: {
          taskDefinition: `orders:${index + 1}`,
          loadBalancers: [],
          serviceRegistries: [],
        },
        scale,
        tags: [],
      },
      { scope, now },
    ),
  );
  return { service, taskSets: service.taskSets };
}

describe('task sets', () => {
  it.each([
    [4, 0, 0],
    [4, 30, 2],
    [4, 100, 4],
    [10, 30, 3],
    [1, 1, 1],
    [0, 100, 0],
  ])(
    'of %d tasks and a scale of %d percent want %d',
    (desired, scale, want) => {
      const { service, taskSets } = setUp([scale], desired);
      expect(computedDesiredCount(service, taskSets[0])).toBe(want);
    },
  );

  it('start what is missing and stop what is too much, each its own tasks', () => {
    const { service, taskSets } = setUp([100, 25]);
    const [blue, green] = taskSets;
    const tasks = [
      ...taskFixtures(blue.id, 'ready', 3),
      ...taskFixtures(blue.id, 'stopping', 1),
      ...taskFixtures(green.id, 'ready', 1),
      ...taskFixtures(green.id, 'starting', 1),
    ];
    expect(planTaskSet(service, blue, { tasks, now })).toEqual({
      start: 1,
      stop: [],
    });
    expect(planTaskSet(service, green, { tasks, now })).toEqual({
      start: 0,
      stop: [`${green.id}/starting/0`],
    });
  });

  it('wait longer and longer to start tasks that fail', () => {
    const { service, taskSets } = setUp([100]);
    const at = (ms: number) => new Date(now.getTime() + ms);
    countFailedTaskOfSet(service, taskSets[0].id, now);
    countFailedTaskOfSet(service, taskSets[0].id, now);
    const plan = (when: Date) =>
      planTaskSet(service, taskSets[0], { tasks: [], now: when }).start;
    expect(plan(at(999))).toBe(0);
    expect(plan(at(1000))).toBe(4);
  });

  it('are steady when all their tasks are ready, and the service when all of them are', () => {
    const { service, taskSets } = setUp([100, 25]);
    const [blue, green] = taskSets;
    const ready = taskFixtures(blue.id, 'ready', 4);
    settleTaskSets(service, ready, now);
    expect(taskSets.map(({ stabilityStatus }) => stabilityStatus)).toEqual([
      'STEADY_STATE',
      'STABILIZING',
    ]);
    expect(service.events).toEqual([]);
    const later = new Date(now.getTime() + 1);
    const all = [...ready, ...taskFixtures(green.id, 'ready', 1)];
    settleTaskSets(service, all, later);
    settleTaskSets(service, all, later);
    expect(green.stabilityStatusAt).toBe(later);
    expect(blue.stabilityStatusAt).toBe(now);
    expect(service.events.map(({ message }) => message)).toEqual([
      '(service orders) has reached a steady state.',
    ]);
  });

  it('are forgotten once they are drained', () => {
    const { service, taskSets } = setUp([100]);
    const [blue] = taskSets;
    blue.status = 'DRAINING';
    const stopping = taskFixtures(blue.id, 'stopping', 1);
    expect(planTaskSet(service, blue, { tasks: stopping, now }).start).toBe(0);
    settleTaskSets(service, stopping, now);
    expect(service.taskSets).toEqual([blue]);
    settleTaskSets(service, [], now);
    expect(service.taskSets).toEqual([]);
    expect(service.steady).toBe(false);
  });

  it('hand to the service what the primary one is made from', () => {
    const { service, taskSets } = setUp([100, 100]);
    const [blue, green] = taskSets;
    makePrimary(service, blue, now);
    makePrimary(service, green, now);
    expect(taskSets.map(({ status }) => status)).toEqual(['ACTIVE', 'PRIMARY']);
    expect(service.specification.taskDefinition).toBe('orders:2');
    expect(specificationFor(service, blue.id).taskDefinition).toBe('orders:1');
    expect(specificationFor(service, 'gone').taskDefinition).toBe('orders:2');
  });
});
