import * as fixtures from '../__testUtils__/fixtures';
import { setUpTab } from '../__testUtils__/setUpTab';
import { factsIn, rowsOf, section } from '../__testUtils__/tabContent';

const { ago, healthy, withData } = fixtures;

describe('Drift in the tab', () => {
  const tab = setUpTab();

  it('keeps the four kinds of drift apart and hides what is masked', async () => {
    const finding = fixtures.driftFinding;
    await tab.render({
      drift: withData(healthy.drift, {
        live: [{ ...finding, kind: 'live', actual: '7' }],
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
      ['aws_ecs_service.this', 'desired_count', 'update', '2', '7'],
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
    expect(factsIn(section('Drift'))).toMatchObject({
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
    await tab.render({
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
    expect(factsIn(section('Drift'))).toMatchObject({
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
    await tab.render({
      drift: {
        verdict: 'unknown',
        asOf: ago(2),
        data: { live: [], checking: true, history: [] },
      },
    });
    expect(factsIn(section('Drift'))).toEqual({
      'Full check': 'queued or running',
      'Last check': 'not checked yet',
    });
  });
});
