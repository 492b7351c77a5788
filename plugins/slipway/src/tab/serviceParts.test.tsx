import { fireEvent, screen } from '@testing-library/react';
import * as fixtures from '../__testUtils__/fixtures';
import { setUpDeploymentsDetails } from '../__testUtils__/setUpDeploymentsDetails';
import { factsIn, rowsOf } from '../__testUtils__/tabContent';

const { serviceDetails } = fixtures;

describe('The parts of a service', () => {
  const details = setUpDeploymentsDetails();

  it('tells history, change failure rate and time to restore', async () => {
    await details.render();
    expect(factsIn()).toMatchObject({
      'Change failure rate': '25 % (1 of 4)',
      'Time to restore': '3 min (median)',
    });
    expect(rowsOf('Rollouts of slipway-orders')).toEqual([
      [
        'Rolled back',
        '10 min ago',
        '3 min',
        'slipway-orders:4',
        'Alarm detected.',
      ],
      ['Succeeded', '1 d ago', '1 min', '–', '–'],
    ]);
  });

  it('says that there was no rollout rather than show an empty table', async () => {
    await details.render({
      history: {
        rollouts: [],
        since: fixtures.ago(90 * 86_400),
        succeeded: 0,
        failed: 0,
      },
    });
    expect(screen.getByText('None.')).toBeInTheDocument();
    expect(
      screen.queryByRole('table', { name: 'Rollouts of slipway-orders' }),
    ).toBeNull();
  });

  it('tells a problem of several parts once', async () => {
    await details.render({
      problems: [
        { part: 'rollout', problem: fixtures.unreachable },
        { part: 'history', problem: fixtures.unreachable },
      ],
    });
    expect(screen.getAllByText(fixtures.unreachable.message)).toHaveLength(1);
  });

  it('tells target health with reasons, scaling and logs', async () => {
    await details.render();
    expect(rowsOf('Target groups of slipway-orders')).toEqual([
      [
        'slipway-orders',
        'app:8080',
        '1 healthy, 1 unhealthy',
        '10.0.1.8:8080 unhealthy (Target.FailedHealthChecks: Health checks failed)',
      ],
    ]);
    expect(factsIn()).toMatchObject({
      Tasks: '2 to 10',
      Suspended: 'scaling in',
      Policies:
        'cpu: TargetTrackingScaling, ECSServiceAverageCPUUtilization at 60',
      Schedules: 'night: cron(0 20 * * ? *) Europe/Berlin (min 0, max 2)',
    });
    expect(
      screen.getByRole('link', { name: /\/slipway\/orders/ }),
    ).toHaveAttribute('href', 'https://console.aws.example/group');
  });

  it('does not say that nothing runs where tasks could not be read', async () => {
    const problems = [
      { part: 'tasks' as const, problem: fixtures.unreachable },
    ];
    await details.render({ tasks: [], problems });
    expect(screen.queryByText(/No task runs/)).toBeNull();
    expect(
      screen.getByText('Which tasks run, and which stopped, is not known.'),
    ).toBeInTheDocument();
  });

  it('says that there may be tasks beside those that were read', async () => {
    const problems = [
      { part: 'tasks' as const, problem: fixtures.unreachable },
    ];
    const tasks = serviceDetails.tasks.slice(0, 1);
    await details.render({ tasks, problems });
    expect(screen.getByRole('note')).toHaveTextContent(
      '1 of 1 task, not all could be read',
    );
  });

  it('tells every task with what it runs, where and why it stopped', async () => {
    await details.render();
    expect(rowsOf('Tasks of slipway-orders')).toEqual([
      [
        expect.stringContaining('1f1f1f1f'),
        'RUNNING, HEALTHY',
        'slipway-orders:3',
        'eu-central-1a',
        'started 1 h ago',
        'FARGATE, arm64',
        '10.0.1.7',
        expect.stringMatching(/^app running, healthy Logs/),
      ],
      [
        '2e2e2e2e',
        'STOPPED, Your Spot Task was interrupted.',
        'slipway-orders:4',
        'eu-central-1b',
        'stopped 8 min ago',
        'FARGATE_SPOT, arm64',
        '–',
        'app stopped, exit code 143',
      ],
    ]);
  });

  it('filters 250 tasks and shows them in pages', async () => {
    const [task] = serviceDetails.tasks;
    const tasks = Array.from({ length: 250 }, (_, n) => ({
      ...task,
      id: `task-${n}`,
      zone: n % 2 ? 'eu-central-1a' : 'eu-central-1b',
    }));
    await details.render({ tasks });
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(10);
    fireEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(rowsOf('Tasks of slipway-orders')[0][0]).toContain('task-10');

    fireEvent.change(screen.getByLabelText('Filter tasks of slipway-orders'), {
      target: { value: 'task-24 1b' },
    });
    expect(screen.getByText('6 of 250 tasks')).toBeInTheDocument();
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(6);
  });
});
