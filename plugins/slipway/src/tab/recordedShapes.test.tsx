import { screen, within } from '@testing-library/react';
import { readTold, type Shape } from '../__testUtils__/recorded/readTold';
import { setUpTab } from '../__testUtils__/setUpTab';
import { factsIn, rowsOf, section } from '../__testUtils__/tabContent';

describe('what was recorded of ECS, in the tab', () => {
  const tab = setUpTab();

  async function show(shape: Shape) {
    const { now, deployments, details } = readTold(shape);
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
    tab.backend.details = details;
    await tab.render({ deployments });
    const [{ name }] = details.services;
    await screen.findByRole('table', { name: `Revisions of ${name}` });
    return factsIn(section('Deployments'));
  }

  /** The facts of one of several services. */
  const factsOf = (service: string) => factsIn(section(service));

  it('tells a rolling update that loses tasks', async () => {
    expect(await show('rolling')).toMatchObject({
      Status: 'in progress',
      'Last rollout': 'in progress, 1 failed task',
      Strategy: 'rolling',
    });
    expect(rowsOf('Failed tasks of rolling')[0][3]).toBe('main, exit code 1');
  });

  it('tells a rollout that failed, and why', async () => {
    expect(await show('failed')).toMatchObject({
      Status: 'was stopped',
      'Circuit breaker': '3 of 3 failures, triggered',
    });
    expect(rowsOf('Failed tasks of failed')[0][4]).toContain(
      'The program ended with an error',
    );
  });

  it('tells that a rollout was rolled back, to what', async () => {
    expect(await show('rolled-back')).toMatchObject({
      Status: 'failed, and was rolled back',
      Tasks: '1 running, 0 pending, 1 desired',
      Rollback: expect.stringMatching(/^to any:\d+$/),
    });
    expect(section('Deployments').getByText('Failing')).toBeVisible();
  });

  it('tells the hook at which blue/green waits, and the weights', async () => {
    expect(await show('blue-green-paused')).toMatchObject({
      'Waits for': expect.stringMatching(
        /^a person, until .*; then it rolls back by itself$/,
      ),
      Strategy: 'blue/green',
      Stage: 'post test traffic shift',
    });
    expect(rowsOf('Revisions of blue-green').map(row => row[3])).toEqual([
      '100 % production, 0 % test',
      '0 % production, 100 % test',
    ]);
    for (const name of ['Continue', 'Roll back']) {
      expect(
        screen.getByRole('link', { name: `${name}: orders in local` }),
      ).toBeInTheDocument();
    }
  });

  it('tells what is known of a rollout by CodeDeploy, and that its end is not', async () => {
    expect(await show('code-deploy')).toMatchObject({
      Controller: 'CODE_DEPLOY',
      Status: 'stabilizing',
      'Known from': expect.stringContaining('not how a rollout ended'),
    });
  });

  it('tells the task sets of CodeDeploy apart, with their target groups', async () => {
    await show('code-deploy');
    expect(rowsOf('Revisions of code-deploy')).toHaveLength(2);
    expect(rowsOf('Tasks of code-deploy')).toHaveLength(2);
    expect(
      rowsOf('Target groups of code-deploy').map(([name, , targets]) => [
        name,
        targets,
      ]),
    ).toEqual([
      ['blue', '1 healthy'],
      ['green', '1 initial'],
    ]);
  });

  it('tells an external controller and the canary beside its primary task set', async () => {
    expect(await show('external')).toMatchObject({
      Controller: 'EXTERNAL',
      Status: 'steady',
      Tasks: '5 running, 0 pending, 4 desired',
    });
    expect(rowsOf('Revisions of external')).toHaveLength(2);
  });

  it('tells a service of no tasks', async () => {
    expect(await show('zero-tasks')).toMatchObject({
      Tasks: '0 running, 0 pending, 0 desired',
    });
    expect(section('Deployments').getByText('Attention')).toBeVisible();
  });

  it('tells several services apart: containers and Service Connect, Spot, a daemon', async () => {
    await show('several-services');
    expect(factsOf('web')).toMatchObject({ Capacity: 'FARGATE' });
    expect(factsOf('worker')).toMatchObject({
      Capacity: 'FARGATE_SPOT (weight 1)',
    });
    expect(factsOf('agent')).toMatchObject({
      Kind: 'daemon: one task on each instance',
      Tasks: '2 running, 0 pending, 2 desired',
    });
    expect(rowsOf('Containers of web').map(([name]) => name)).toEqual([
      'main',
      'proxy',
    ]);
    // Its network interface stands after the proxy of Service Connect.
    expect(rowsOf('Tasks of web')[0][6]).toMatch(/^10\.0\.\d+\.\d+$/);
    expect(rowsOf('Tasks of web')[0][7]).toBe('main runningproxy running');
    expect(rowsOf('Tasks of worker').map(row => row[1])).toEqual([
      'RUNNING',
      'STOPPED, Your Spot Task was interrupted.',
    ]);
    expect(rowsOf('Tasks of agent')).toHaveLength(2);
    expect(
      within(screen.getByRole('region', { name: 'Deployments' })).getAllByRole(
        'heading',
        { level: 4 },
      ),
    ).toHaveLength(3);
  });
});
