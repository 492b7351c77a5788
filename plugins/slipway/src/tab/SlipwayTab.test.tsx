import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/test-utils';
import { type FacetResults } from '@slipway/plugin-slipway-common';
import { FakeBackend } from '../__testUtils__/FakeBackend';
import * as fixtures from '../__testUtils__/fixtures';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { SlipwayTab } from './SlipwayTab';

const { ago, healthy, withData } = fixtures;

describe('SlipwayTab', () => {
  const server = setupServer();
  registerMswTestHooks(server);
  let backend: FakeBackend;

  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(fixtures.NOW));
    backend = new FakeBackend();
    server.use(...backend.handlers());
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function renderTab(facets: Partial<FacetResults> = {}) {
    backend.facets = { ...healthy, ...facets };
    await renderWithBackend(<SlipwayTab />);
    await waitFor(() =>
      expect(screen.getByRole('status')).not.toHaveTextContent('Loading…'),
    );
  }

  const section = (name: string) =>
    within(screen.getByRole('region', { name }));

  /** The facts of a section, by name. */
  function factsOf(name: string) {
    const terms = section(name).getAllByRole('term');
    const facts = section(name).getAllByRole('definition');
    return Object.fromEntries(
      terms.map((term, index) => [term.textContent, facts[index].textContent]),
    );
  }

  /** The cells of a table, without its header. */
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

  it('orders its headings: environment, facets, parts', async () => {
    await renderTab();
    expect(
      screen
        .getAllByRole('heading')
        .map(({ tagName, textContent }) => `${tagName} ${textContent}`),
    ).toEqual([
      'H2 local',
      'H3 Deployments',
      'H4 slipway-orders',
      'H3 State',
      'H4 Versions',
      'H3 Drift',
      'H3 Scans',
      'H4 app',
      'H3 Metrics',
    ]);
  });

  it('tells the ECS service, its rollout, containers and events', async () => {
    await renderTab({
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
    expect(factsOf('Deployments')).toEqual({
      Tasks: '2 running, 0 pending, 2 desired',
      Status: 'ACTIVE',
      Cluster: 'slipway',
      'Task definition': 'slipway-orders:3',
      'Last rollout':
        'rolled back: 3 failed tasks: ECS deployment circuit breaker was triggered.',
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

  it('tells why a rollout failed, and what helps', async () => {
    await renderTab({
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
    expect(factsOf('Deployments')).toMatchObject({
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
    await renderTab({
      deployments: withData(
        healthy.deployments,
        {
          services: [
            {
              ...fixtures.deployedService,
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
    expect(factsOf('Deployments').Released).toBe('no image released yet');
    expect(rowsOf('Containers of slipway-orders')).toEqual([
      ['app', 'none', 'nothing runs'],
    ]);
    expect(
      section('Deployments').getByRole('link', {
        name: 'Release an image: orders in local',
      }),
    ).toBeInTheDocument();
  });

  it('tells the facts of a sound state', async () => {
    await renderTab();
    expect(factsOf('State')).toEqual({
      Soundness: 'sound',
      Serial: '7',
      Resources: '16',
      Terraform: '1.11.4',
      Size: '41.3 kB',
      Changed: '2 h ago',
      Lineage: '3f1c0c9e-5b7b-4f7e-8a55-0d6c1b0a9b11',
    });
  });

  it('tells what is wrong with a damaged state and who holds its lock', async () => {
    await renderTab({
      state: {
        verdict: 'failing',
        asOf: ago(5),
        data: {
          soundness: 'malformed',
          finding: {
            message: 'The state object is not JSON',
            remedy: 'Restore the version before it',
          },
          lock: {
            who: 'ada@laptop',
            operation: 'OperationTypeApply',
            since: ago(240),
            corrupt: true,
            remedy: 'force-unlock cannot free it',
          },
          lastGood: {
            serial: 6,
            lineage: 'l',
            resourceCount: 16,
            size: 41_300,
            lastModified: ago(7_200),
          },
        },
      },
    });
    expect(
      section('State').getByText('The state object is not JSON'),
    ).toBeVisible();
    expect(
      section('State').getByText('Restore the version before it'),
    ).toBeVisible();
    expect(section('State').getByText(/force-unlock cannot/)).toBeVisible();
    expect(factsOf('State')).toEqual({
      Soundness: 'malformed',
      Serial: '6',
      Resources: '16',
      Size: '41.3 kB',
      Written: '2 h ago',
      Lineage: 'l',
      'Held by': 'ada@laptop',
      Operation: 'OperationTypeApply',
      Since: '4 min ago',
      Condition: 'corrupt',
    });
  });

  it('keeps the four kinds of drift apart and hides what is masked', async () => {
    const finding = fixtures.driftFinding;
    await renderTab({
      drift: withData(healthy.drift, {
        live: [{ ...finding, kind: 'live' }],
        lastCheck: {
          checkedAt: ago(180),
          durationMs: 3_100,
          complete: false,
          findings: [
            { ...finding, kind: 'state-only', attribute: 'tags' },
            finding,
            {
              kind: 'pending',
              address: 'aws_db_instance.this[0]',
              action: 'create',
              masked: false,
            },
            {
              kind: 'configuration',
              address: 'aws_secretsmanager_secret.database',
              attribute: 'description',
              action: 'update',
              masked: true,
            },
          ],
        },
        nextCheckAt: ago(-3_600),
      }),
    });
    expect(rowsOf('Live findings')).toEqual([
      ['aws_ecs_service.this', 'desired_count', 'update', '2', '5'],
    ]);
    expect(rowsOf('Configuration findings')).toEqual([
      ['aws_ecs_service.this', 'desired_count', 'update', '2', '5'],
      [
        'aws_secretsmanager_secret.database',
        'description',
        'update',
        'hidden',
        'hidden',
      ],
    ]);
    expect(rowsOf('Pending findings')).toEqual([
      ['aws_db_instance.this[0]', 'the whole resource', 'create', '–', '–'],
    ]);
    expect(rowsOf('State only findings')).toHaveLength(1);
    expect(factsOf('Drift')).toMatchObject({
      'Last check': '3 min ago',
      Took: '3.1 s',
      Complete: 'no: the findings are of the part that was read',
    });
    expect(
      section('Drift').getByRole('link', { name: /^Reconcile/ }),
    ).toBeInTheDocument();
  });

  it('folds what is explained or ignored, and tells since when and by whom', async () => {
    const finding = fixtures.driftFinding;
    await renderTab({
      drift: withData(healthy.drift, {
        lastCheck: {
          checkedAt: ago(180),
          durationMs: 3_100,
          complete: false,
          unread: ['aws_db_instance.main[0]'],
          failedChecks: ['check.certificate'],
          findings: [
            {
              ...finding,
              firstSeen: ago(7_200),
              changedBy: { who: 'ada', event: 'UpdateService', at: ago(7_500) },
            },
            { ...finding, explanation: 'Autoscaling owns it' },
            {
              ...finding,
              attribute: 'tags.cost',
              ignored: {
                reason: 'Billing tags by hand',
                author: 'bob',
                expires: '2027-01-31',
              },
            },
          ],
        },
        history: [
          {
            kind: 'configuration',
            address: 'aws_lb_target_group.main',
            attribute: 'deregistration_delay',
            began: ago(90_000),
            lastSeen: ago(86_400),
            ended: ago(86_400),
          },
          {
            kind: 'configuration',
            address: 'aws_ecs_service.this',
            attribute: 'desired_count',
            began: ago(7_200),
            lastSeen: ago(180),
          },
        ],
      }),
    });
    const [row] = rowsOf('Configuration findings');
    expect(row.slice(5)).toEqual(['2 h ago', 'ada, UpdateService, 2 h ago']);
    expect(rowsOf('Explained findings')[0].at(-1)).toBe('Autoscaling owns it');
    expect(rowsOf('Ignored findings')[0].at(-1)).toBe(
      'Billing tags by hand, by bob, until 2027-01-31',
    );
    expect(section('Drift').getByText('Explained (1)')).toBeVisible();
    expect(factsOf('Drift')).toMatchObject({
      'Not read': 'aws_db_instance.main[0]',
      'Failing checks': 'check.certificate',
    });
    expect(rowsOf('Drift timeline')).toEqual([
      [
        'aws_lb_target_group.main',
        'deregistration_delay',
        'configuration',
        '1 d ago',
        '1 h',
      ],
      [
        'aws_ecs_service.this',
        'desired_count',
        'configuration',
        '2 h ago',
        'still there',
      ],
    ]);
    expect(
      section('Drift').getByText('Mended after 1 h in the median.'),
    ).toBeInTheDocument();
  });

  it('does not take a missing check for a clean one', async () => {
    await renderTab({
      drift: {
        verdict: 'unknown',
        asOf: ago(2),
        data: { live: [], checking: true, history: [] },
      },
    });
    expect(factsOf('Drift')).toEqual({
      'Full check': 'queued or running',
      'Last check': 'not checked yet',
    });
  });

  it('tells the scan of each image, the policy and its override', async () => {
    await renderTab({
      scans: withData(
        healthy.scans,
        {
          images: [
            {
              ...fixtures.scannedImage,
              status: 'blocked',
              severityCounts: { CRITICAL: 1, HIGH: 3 },
              databaseUpdatedAt: ago(7_200),
            },
            {
              ...fixtures.scannedImage,
              container: 'proxy',
              digest: undefined,
              status: 'not-private',
              reasons: ['docker.io/envoyproxy/envoy is public'],
            },
          ],
          release: {
            image: fixtures.scannedImage.image,
            releasedAt: ago(60),
            releasedBy: 'user:default/ada',
            status: 'blocked',
            overrideReason: 'It mends an outage',
          },
        },
        { verdict: 'failing' },
      ),
    });
    const scans = section('Scans');
    expect(
      scans.getByText('blocks critical, high; scans at most 30 days old'),
    ).toBeVisible();
    expect(scans.getByText('1 critical, 3 high')).toBeVisible();
    expect(scans.getByText('It mends an outage')).toBeVisible();
    expect(
      scans.getByText('docker.io/envoyproxy/envoy is public'),
    ).toBeVisible();
  });

  const imageDetails = {
    container: 'app',
    digest: fixtures.DIGEST,
    findings: 17,
    origins: { 'base-image': 14, application: 3, unknown: 0 },
    originBy: 'package-manager' as const,
    fixes: [
      {
        origin: 'base-image' as const,
        clears: 14,
        severity: 'CRITICAL' as const,
      },
      {
        origin: 'application' as const,
        package: 'spring-core',
        installedVersion: '6.2.1',
        fixedInVersion: '6.2.10',
        clears: 2,
        severity: 'HIGH' as const,
      },
    ],
    newest: {
      digest: `sha256:${'cd'.repeat(32)}`,
      tags: ['v2'],
      pushedAt: ago(60),
      status: 'passing' as const,
      fixes: ['CVE-2025-0001'],
      adds: [],
    },
    isNewest: false,
    tagMutability: 'MUTABLE',
    lifecycle: { rule: 1, action: 'expire' as const, now: true as const },
    problems: [],
  };

  it('tells what clears findings, what the newest image brings and what threatens this one', async () => {
    backend.scanDetails = { images: [imageDetails] };
    await renderTab();
    await screen.findByRole('table', { name: 'Fixes for app' });
    expect(rowsOf('Fixes for app')).toEqual([
      ['a newer base image', '14 of 17', 'critical', 'base image'],
      ['spring-core 6.2.1 → 6.2.10', '2 of 17', 'high', 'application'],
    ]);
    expect(factsOf('Scans')).toMatchObject({
      'Come from': '14 base image, 3 application (told by the kind of package)',
      'Pushed last': expect.stringContaining(
        'v2: passing; it would fix 1 and add 0',
      ),
      'Tags of the repository': expect.stringContaining('mutable'),
      Lifecycle: expect.stringContaining('Danger: rule 1'),
    });
  });

  it('draws of ten thousand findings those in sight, and asks for their page alone', async () => {
    // Nothing has a size in jsdom, and a list without height shows nothing.
    jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockReturnValue(360);
    backend.scanDetails = { images: [{ ...imageDetails, findings: 10_000 }] };
    backend.findings = Array.from({ length: 10_000 }, (_, n) => ({
      name: `CVE-${n}`,
      severity: 'HIGH' as const,
      packages:
        n === 0
          ? [{ name: 'openssl', installedVersion: '3.0.1', manager: 'OS' }]
          : [],
      uri: n === 0 ? 'https://cve.example/0' : 'data:text/html,advice',
    }));
    await renderTab();
    fireEvent.click(
      await screen.findByRole('button', { name: 'Show all 10000 findings' }),
    );
    await screen.findByText('CVE-1');
    const table = screen.getByRole('table', { name: 'Findings of app' });
    expect(table).toHaveAttribute('aria-rowcount', '10001');
    const rows = rowsOf('Findings of app');
    expect(rows.length).toBeLessThan(50);
    expect(rows.slice(0, 2)).toEqual([
      [
        expect.stringContaining('CVE-0'),
        'high',
        'openssl',
        '3.0.1',
        'no fix known',
        '–',
        '–',
      ],
      ['CVE-1', 'high', '–', '–', 'no fix known', '–', '–'],
    ]);
    expect(
      within(table)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    ).toEqual(['https://cve.example/0']);
    expect(backend.count('findings from 0')).toBe(1);
  });

  it('tells the metrics, and why a target is down', async () => {
    await renderTab({
      metrics: withData(healthy.metrics, {
        targets: { up: 1, total: 2, errors: ['connection refused'] },
        diagnoses: [
          {
            cause: 'wrong-port',
            message: 'The port refuses connections',
            fix: 'Correct the port',
            files: ['src/main/resources/application.yaml'],
          },
        ],
      }),
    });
    expect(factsOf('Metrics')).toEqual({
      Targets: '1 of 2 up',
      Requests: '4.2 req/s',
      Errors: '0.1 %',
      'Latency p95': '38 ms',
      Window: '5 min',
    });
    expect(section('Metrics').getByText('connection refused')).toBeVisible();
    expect(
      section('Metrics').getByText(
        /The port refuses connections. Correct the port./,
      ),
    ).toBeVisible();
    expect(
      section('Metrics').getByRole('link', {
        name: /src\/main\/resources\/application.yaml/,
      }),
    ).toHaveAttribute(
      'href',
      'https://github.com/example/orders/tree/main/src/main/resources/application.yaml',
    );
  });

  it('tells the alerts, and what could not be read beside the numbers', async () => {
    await renderTab({
      metrics: withData(healthy.metrics, {
        sourceProblem: fixtures.unreachable,
        alerts: [
          {
            name: 'Slow',
            state: 'firing',
            since: ago(120),
            severity: 'page',
            summary: 'Half of the requests take longer than a second',
            runbookUrl: 'https://runbooks.example.com/slow',
          },
          { name: 'Down', state: 'inactive' },
        ],
      }),
    });
    expect(rowsOf('Alerts')).toEqual([
      [
        'Firing',
        'Slow',
        '2 min ago',
        'page',
        'Half of the requests take longer than a second',
        expect.stringContaining('Open the runbook'),
      ],
      ['Inactive', 'Down', '–', '–', '–', '–'],
    ]);
    expect(
      section('Metrics').getByText(fixtures.unreachable.message),
    ).toBeVisible();
  });

  it.each(['Deployments', 'State', 'Drift', 'Scans', 'Metrics'])(
    'shows that %s is loading',
    async title => {
      const facet = title.toLowerCase() as keyof FacetResults;
      backend.silent.add(facet);
      await renderWithBackend(<SlipwayTab />);
      expect(
        await screen.findByLabelText(`${title} is loading`),
      ).toBeInTheDocument();
    },
  );

  it.each(['Deployments', 'State', 'Drift', 'Scans', 'Metrics'])(
    'shows %s as stale with its age',
    async title => {
      const facet = title.toLowerCase() as keyof FacetResults;
      await renderTab({
        [facet]: { ...healthy[facet], problem: fixtures.unreachable },
      });
      expect(section(title).getByText('Stale')).toBeVisible();
      expect(
        section(title).getByText(fixtures.unreachable.remedy),
      ).toBeVisible();
    },
  );

  it.each(['Deployments', 'State', 'Drift', 'Scans', 'Metrics'])(
    'shows why there is no %s',
    async title => {
      const facet = title.toLowerCase() as keyof FacetResults;
      await renderTab({
        [facet]: { verdict: 'unknown', problem: fixtures.unreachable },
      });
      expect(section(title).getByText('Unknown')).toBeVisible();
      expect(
        section(title).getByText(fixtures.unreachable.message),
      ).toBeVisible();
    },
  );
});
