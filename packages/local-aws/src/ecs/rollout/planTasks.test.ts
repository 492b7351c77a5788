import { beginDeployment } from './deployments';
import { serviceFixture, taskFixtures } from './fixtures';
import { pauseAfterFailures, planTasks } from './planTasks';

const NOW = new Date('2026-01-01T00:00:00Z');

/** A service with an older, completed deployment `old` and a primary one `new`. */
function rollingService(
  options: { minimum?: number; maximum?: number; desired?: number } = {},
) {
  const { minimum = 100, maximum = 200, desired = 2 } = options;
  const service = serviceFixture({
    desiredCount: desired,
    deploymentConfiguration: {
      minimumHealthyPercent: minimum,
      maximumPercent: maximum,
    },
  });
  const scope = { accountId: '123456789012', region: 'eu-central-1' };
  beginDeployment(service, [], { scope, now: NOW });
  beginDeployment(service, [], { scope, now: NOW });
  service.deployments[0].id = 'new';
  service.deployments[1].id = 'old';
  service.deployments[1].rolloutState = 'COMPLETED';
  return service;
}

describe('planTasks', () => {
  it('starts new tasks beside the old ones up to the maximum', () => {
    const plan = planTasks(
      rollingService(),
      taskFixtures('old', 'ready', 2),
      NOW,
    );
    expect(plan).toEqual({ start: 2, stop: [] });
  });

  it('stops an old task for each new one that is ready', () => {
    const tasks = [
      ...taskFixtures('old', 'ready', 2),
      ...taskFixtures('new', 'ready', 1),
      ...taskFixtures('new', 'starting', 1),
    ];
    expect(planTasks(rollingService(), tasks, NOW)).toEqual({
      start: 0,
      stop: ['old/ready/1'],
    });
  });

  it('stops old tasks first where there is no room for more', () => {
    const service = rollingService({ minimum: 50, maximum: 100 });
    const old = taskFixtures('old', 'ready', 2);
    expect(planTasks(service, old, NOW)).toEqual({
      start: 1,
      stop: ['old/ready/1'],
    });
  });

  it('does nothing where neither stop nor start is allowed', () => {
    const service = rollingService({ minimum: 100, maximum: 100 });
    const old = taskFixtures('old', 'ready', 2);
    expect(planTasks(service, old, NOW)).toEqual({ start: 0, stop: [] });
  });

  it('stops the surplus after a scale-in, unready tasks first', () => {
    const service = rollingService({ desired: 1 });
    const tasks = [
      ...taskFixtures('new', 'ready', 1),
      ...taskFixtures('new', 'starting', 1),
    ];
    expect(planTasks(service, tasks, NOW)).toEqual({
      start: 0,
      stop: ['new/starting/0'],
    });
  });

  it('stops everything of a service that drains', () => {
    const service = rollingService();
    service.status = 'DRAINING';
    const tasks = [
      ...taskFixtures('old', 'ready', 1),
      ...taskFixtures('new', 'ready', 1),
    ];
    expect(planTasks(service, tasks, NOW)).toEqual({
      start: 0,
      stop: ['new/ready/0', 'old/ready/0'],
    });
  });

  it('leaves the old tasks alone after a failure without rollback', () => {
    const service = rollingService();
    service.deployments[0].rolloutState = 'FAILED';
    const old = taskFixtures('old', 'ready', 2);
    expect(planTasks(service, old, NOW)).toEqual({ start: 0, stop: [] });
  });

  it('pauses longer after each failure', () => {
    const service = rollingService();
    service.deployments[0].consecutiveFailures = 3;
    service.deployments[0].lastFailureAt = NOW;
    const at = (ms: number) => new Date(NOW.getTime() + ms);
    expect(planTasks(service, [], at(1999)).start).toBe(0);
    expect(planTasks(service, [], at(2000)).start).toBe(2);
    expect([1, 2, 3, 20].map(pauseAfterFailures)).toEqual([
      500, 1000, 2000, 30_000,
    ]);
  });
});
