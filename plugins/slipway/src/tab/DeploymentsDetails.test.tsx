import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import {
  type DeployedServiceDetails,
  type Rollout,
  type Scans,
} from '@slipway/plugin-slipway-common';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { setHidden } from '../__testUtils__/setHidden';
import { DeploymentsDetails } from './DeploymentsDetails';

const { ago, deployedService, rolloutDetails, serviceDetails } = fixtures;
const target = {
  entityRef: 'component:default/orders',
  stack: 'orders',
  environment: 'local',
};

describe('DeploymentsDetails', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    jest.useFakeTimers({
      now: Date.parse(fixtures.NOW),
      doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'],
    });
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });
  afterEach(() => {
    setHidden(false);
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  async function render(
    details: Partial<DeployedServiceDetails>,
    rollout: Partial<Rollout> = {},
    options: { scans?: Scans; denied?: string[] } = {},
  ) {
    backend.details = { services: [{ ...serviceDetails, ...details }] };
    const service = {
      ...deployedService,
      rollout: { ...deployedService.rollout, ...rollout },
    };
    await renderWithBackend(
      <DeploymentsDetails
        data={{ services: [service] }}
        target={target}
        scans={options.scans}
      />,
      { denied: options.denied },
    );
    await waitFor(() =>
      expect(screen.queryByLabelText(/are loading/)).toBeNull(),
    );
  }

  function facts() {
    const told = screen.getAllByRole('definition');
    return Object.fromEntries(
      screen
        .getAllByRole('term')
        .map((term, index) => [term.textContent, told[index].textContent]),
    );
  }

  function rowsOf(name: string) {
    const [, ...rows] = within(
      screen.getByRole('table', { name }),
    ).getAllByRole('row');
    return rows.map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );
  }

  it('tells a rollback: from what to what, by which alarm, how long', async () => {
    await render({});
    expect(facts()).toMatchObject({
      Status: 'failed, and was rolled back',
      Reason: 'Service deployment rolled back because of alarms.',
      Revisions: 'slipway-orders:3 → slipway-orders:4',
      Strategy: 'rolling',
      Duration: '3 min',
      'Circuit breaker': '1 of 3 failures, monitoring',
      Alarms: 'triggered: errors',
      Rollback: 'to slipway-orders:3: Alarm detected.',
    });
    expect(rowsOf('Revisions of slipway-orders')).toEqual([
      [
        'source',
        'slipway-orders:3',
        '2 running, 0 pending, 2 requested',
        `app ${fixtures.DIGEST}`,
      ],
      ['target', 'slipway-orders:4', '0 running, 0 pending, 0 requested', '–'],
    ]);
    expect(
      screen.getByRole('link', { name: /Rollout in the AWS console/ }),
    ).toHaveAttribute('href', 'https://console.aws.example/deployment');
  });

  it('tells that a blue/green rollout waits for a person, until when, and what then', async () => {
    const rollout = {
      ...rolloutDetails,
      status: 'IN_PROGRESS',
      strategy: 'BLUE_GREEN',
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      hooks: [
        {
          id: 'h1',
          type: 'PAUSE',
          status: 'AWAITING_ACTION',
          expiresAt: ago(-1_800),
          defaultAction: 'ROLLBACK',
        },
      ],
      revisions: rolloutDetails.revisions.map((revision, index) => ({
        ...revision,
        traffic: { production: index ? 0 : 100, test: index ? 100 : 0 },
      })),
    };
    await render({ rollout });
    const until = new Date(ago(-1_800)).toLocaleString();
    expect(facts()).toMatchObject({
      Status: 'in progress',
      'Waits for': `a person, until ${until}; then it rolls back by itself`,
      Strategy: 'blue/green',
      Stage: 'post test traffic shift',
    });
    expect(rowsOf('Revisions of slipway-orders').map(row => row[3])).toEqual([
      '100 % production, 0 % test',
      '0 % production, 100 % test',
    ]);
  });

  const waiting = {
    ...rolloutDetails,
    status: 'IN_PROGRESS',
    hooks: [{ id: 'h1', type: 'PAUSE', status: 'AWAITING_ACTION' }],
    revisions: rolloutDetails.revisions.map(revision =>
      revision.role === 'target'
        ? {
            ...revision,
            images: [{ container: 'app', digest: fixtures.DIGEST }],
          }
        : revision,
    ),
  };
  const formOf = (name: string) => {
    const url = new URL(
      screen.getByRole('link', { name }).getAttribute('href') ?? '',
      'http://portal.example',
    );
    return [url.pathname, JSON.parse(url.searchParams.get('formData') ?? '{}')];
  };

  it('leads from a rollout that waits to its decision, beside what the scan says', async () => {
    const image = {
      ...fixtures.scannedImage,
      status: 'blocked' as const,
      reasons: ['The policy blocks findings of this severity: 1 critical'],
    };
    await render(
      { rollout: waiting },
      {},
      { scans: { images: [image], policy: fixtures.scanPolicy } },
    );
    expect(facts()['Scan of the new app']).toBe(
      'blocked by policy: The policy blocks findings of this severity: 1 critical',
    );
    for (const [name, decision] of [
      ['Continue', 'continue'],
      ['Roll back', 'rollback'],
    ]) {
      expect(formOf(`${name}: orders in local`)).toEqual([
        '/create/templates/default/slipway-continue-deployment',
        { stack: 'orders', environment: 'local', decision },
      ]);
    }
  });

  it('does not make up a scan of another digest', async () => {
    const image = { ...fixtures.scannedImage, digest: 'sha256:other' };
    await render(
      { rollout: waiting },
      {},
      { scans: { images: [image], policy: fixtures.scanPolicy } },
    );
    expect(facts()['Scan of the new app']).toMatch(/^not known here/);
  });

  it('says of a rollout that waits that ECS does not tell its images', async () => {
    const revisions = waiting.revisions.map(revision => ({
      ...revision,
      images: [],
    }));
    await render({ rollout: { ...waiting, revisions } });
    expect(facts()['Scan of the new revision']).toBe(
      'ECS does not tell its images',
    );
  });

  it.each([
    ['for a person who may not', waiting, ['slipway.deployment.continue']],
    [
      'for a hook that is over',
      {
        ...waiting,
        hooks: [{ id: 'h1', type: 'PAUSE', status: 'TIMED_OUT' }],
      },
      [],
    ],
    [
      'for a function',
      {
        ...waiting,
        hooks: [{ id: 'h1', type: 'AWS_LAMBDA', status: 'IN_PROGRESS' }],
      },
      [],
    ],
  ])('leads nowhere %s', async (_, rollout, denied) => {
    await render({ rollout }, {}, { denied });
    expect(screen.queryByRole('link', { name: /^Continue/ })).toBeNull();
    expect(screen.queryByRole('link', { name: /^Roll back/ })).toBeNull();
  });

  it('says where ECS keeps no record of rollouts', async () => {
    const { id: _id, ...rollout } = rolloutDetails;
    await render(
      { rollout: { ...rollout, status: 'STEADY_STATE' }, history: undefined },
      { toldBy: 'task-sets', state: 'unknown' },
    );
    expect(facts()['Known from']).toContain('not how a rollout ended');
    expect(
      screen.queryByText('Rollouts of the last 90 days'),
    ).not.toBeInTheDocument();
  });

  it('tells history, change failure rate and time to restore', async () => {
    await render({});
    expect(facts()).toMatchObject({
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

  it('tells target health with reasons, scaling and logs', async () => {
    await render({});
    expect(rowsOf('Target groups of slipway-orders')).toEqual([
      [
        'slipway-orders',
        'app:8080',
        '1 healthy, 1 unhealthy',
        '10.0.1.8:8080 unhealthy (Target.FailedHealthChecks: Health checks failed)',
      ],
    ]);
    expect(facts()).toMatchObject({
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

  it('tells every task with what it runs, where and why it stopped', async () => {
    await render({});
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
        'STOPPED, SpotInterruption: Your Spot Task was interrupted.',
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
    await render({ tasks });
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(10);
    fireEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(rowsOf('Tasks of slipway-orders')[0][0]).toContain('task-10');

    fireEvent.change(screen.getByLabelText('Filter tasks of slipway-orders'), {
      target: { value: 'task-24 1b' },
    });
    expect(screen.getByText('6 of 250 tasks')).toBeInTheDocument();
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(6);
  });

  it('shows the facet while the details load, and what is denied beside the rest', async () => {
    backend.silent.add('details');
    await renderWithBackend(
      <DeploymentsDetails
        data={{ services: [deployedService] }}
        target={target}
        scans={undefined}
      />,
    );
    expect(
      screen.getByLabelText('Tasks and rollouts of slipway-orders are loading'),
    ).toBeInTheDocument();
    expect(facts().Status).toBe('ACTIVE');
  });

  it('names a denied action beside what is known', async () => {
    await render({
      scaling: undefined,
      problems: [
        {
          part: 'scaling',
          problem: {
            code: 'access-denied',
            message:
              'AWS denied application-autoscaling:DescribeScalableTargets',
            remedy: 'Allow it',
            missingAction: 'application-autoscaling:DescribeScalableTargets',
          },
        },
      ],
    });
    expect(
      screen.getByText('application-autoscaling:DescribeScalableTargets'),
    ).toBeInTheDocument();
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(2);
  });

  const pass = (milliseconds: number) =>
    act(() => jest.advanceTimersByTimeAsync(milliseconds));

  it.each([
    ['in-progress', 10_000],
    ['completed', 60_000],
  ] as const)(
    'comes again for a rollout that is %s after %i ms, and not while hidden',
    async (state, interval) => {
      await render({}, { state });
      backend.requests.length = 0;
      await pass(interval - 1_000);
      expect(backend.count('details')).toBe(0);
      await pass(1_000);
      await waitFor(() => expect(backend.count('details')).toBe(1));
      setHidden(true);
      await pass(600_000);
      expect(backend.count('details')).toBe(1);
    },
  );

  it('keeps what it knew, as stale, when the portal is away', async () => {
    await render({});
    backend.failure = { status: 503, name: 'Error', message: 'restarting' };
    await pass(60_000);
    expect(await screen.findByText('Stale')).toBeInTheDocument();
    expect(rowsOf('Tasks of slipway-orders')).toHaveLength(2);
  });

  it('says why when there never was an answer', async () => {
    backend.failure = { status: 503, name: 'Error', message: 'restarting' };
    await renderWithBackend(
      <DeploymentsDetails
        data={{ services: [deployedService] }}
        target={target}
        scans={undefined}
      />,
    );
    expect(await screen.findByText(/status 503/)).toBeInTheDocument();
    expect(screen.queryByText('Stale')).toBeNull();
    expect(facts().Started).toBe('10 min ago');
  });
});
