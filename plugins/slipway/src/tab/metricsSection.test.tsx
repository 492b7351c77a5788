import * as fixtures from '../__testUtils__/fixtures';
import { setUpTab } from '../__testUtils__/setUpTab';
import { factsIn, rowsOf, section } from '../__testUtils__/tabContent';

const { ago, healthy, withData } = fixtures;

describe('Metrics in the tab', () => {
  const tab = setUpTab();

  it('tells the metrics, and why a target is down', async () => {
    await tab.render({
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
    expect(factsIn(section('Metrics'))).toEqual({
      Targets: '1 of 2 up',
      Requests: '4.2 req/s',
      Errors: '0.1 %',
      'Latency p95': '38 ms',
      Window: '5 min',
    });
    expect(section('Metrics').getByText('connection refused')).toBeVisible();
    expect(
      section('Metrics').getByText('The port refuses connections.'),
    ).toBeVisible();
    expect(section('Metrics').getByText('Correct the port.')).toBeVisible();
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
    await tab.render({
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
});
