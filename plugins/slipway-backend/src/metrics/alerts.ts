import { type MetricsAlert } from '@slipway/plugin-slipway-common';
import { type AlertingRule } from './PrometheusClient';
import { SERVICE_LABEL } from './ServiceQuery';

// A rule that matches everything must not fill the page.
const MAX_ALERTS = 50;
const ORDER: readonly MetricsAlert['state'][] = [
  'firing',
  'pending',
  'inactive',
];

/**
 * The alerts of one service, worst first: those that Prometheus raises with its label, and rules that name it and are
 * quiet. Nothing of another service's alerts is kept.
 */
export function alertsOf(
  rules: readonly AlertingRule[],
  ecsService: string,
): MetricsAlert[] {
  const alerts = rules.flatMap(rule => {
    const raised = rule.alerts.filter(
      ({ labels }) => labels[SERVICE_LABEL] === ecsService,
    );
    if (raised.length > 0) {
      return raised.map(alert =>
        toAlert(rule.name, alert.labels, {
          state: alert.state,
          since: alert.activeAt,
          annotations: alert.annotations,
        }),
      );
    }
    return rule.labels[SERVICE_LABEL] === ecsService
      ? [
          toAlert(rule.name, rule.labels, {
            state: 'inactive',
            // The annotations of a rule are templates that nothing has filled in.
            annotations: {},
          }),
        ]
      : [];
  });
  return alerts
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
    .slice(0, MAX_ALERTS);
}

function toAlert(
  name: string,
  labels: Record<string, string>,
  rest: {
    state: MetricsAlert['state'];
    since?: string;
    annotations: Record<string, string>;
  },
): MetricsAlert {
  const { annotations, state, since } = rest;
  return {
    name,
    state,
    since,
    severity: labels.severity,
    summary: annotations.summary ?? annotations.description,
    runbookUrl: httpsUrl(annotations.runbook_url ?? annotations.runbook),
  };
}

// Whoever writes a rule chooses the text: only an address that a browser can safely open leaves.
function httpsUrl(text: string | undefined): string | undefined {
  return text !== undefined &&
    URL.canParse(text) &&
    new URL(text).protocol === 'https:'
    ? new URL(text).href
    : undefined;
}
