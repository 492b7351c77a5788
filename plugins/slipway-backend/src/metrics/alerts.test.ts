import { alertsOf } from './alerts';
import { type AlertingRule } from './PrometheusClient';

const since = '2026-01-10T11:00:00Z';

function rule(change: Partial<AlertingRule>): AlertingRule {
  return { name: 'HighErrorRate', labels: {}, alerts: [], ...change };
}

function raised(
  ecs_service: string,
  state: 'firing' | 'pending',
  annotations: Record<string, string> = {},
) {
  return {
    labels: { ecs_service, severity: 'page' },
    state,
    activeAt: since,
    annotations,
  };
}

describe('alertsOf', () => {
  it('keeps the alerts of the service, firing first, and nothing of others', () => {
    const alerts = alertsOf(
      [
        rule({
          name: 'Slow',
          alerts: [raised('orders', 'pending'), raised('billing', 'firing')],
        }),
        rule({ name: 'Quiet', labels: { ecs_service: 'orders' } }),
        rule({ name: 'Other', labels: { ecs_service: 'billing' } }),
        rule({ name: 'Everyone' }),
        rule({
          alerts: [
            raised('orders', 'firing', {
              summary: 'One in ten requests fails',
              runbook_url: 'https://runbooks.example.com/errors',
            }),
          ],
        }),
      ],
      'orders',
    );
    expect(alerts).toEqual([
      {
        name: 'HighErrorRate',
        state: 'firing',
        since,
        severity: 'page',
        summary: 'One in ten requests fails',
        runbookUrl: 'https://runbooks.example.com/errors',
      },
      { name: 'Slow', state: 'pending', since, severity: 'page' },
      { name: 'Quiet', state: 'inactive' },
    ]);
    expect(JSON.stringify(alerts)).not.toContain('billing');
  });

  it.each([
    // eslint-disable-next-line no-script-url
    'javascript:alert(1)',
    'http://runbooks.example.com',
    'data:text/html,x',
    ' javascript:alert(1)',
    '//runbooks.example.com',
    'see the wiki',
  ])('makes no link of %s', runbook_url => {
    const [alert] = alertsOf(
      [rule({ alerts: [raised('orders', 'firing', { runbook_url })] })],
      'orders',
    );
    expect(alert?.runbookUrl).toBeUndefined();
  });

  it('is bounded', () => {
    const many = Array.from({ length: 200 }, () => raised('orders', 'firing'));
    expect(alertsOf([rule({ alerts: many })], 'orders')).toHaveLength(50);
  });
});
