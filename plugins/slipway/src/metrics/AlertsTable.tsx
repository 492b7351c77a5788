import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import {
  type MetricsAlert,
  type Verdict,
} from '@slipway/plugin-slipway-common';
import { DataTable } from '../tables';
import { Age, VerdictLabel } from '../verdict';

const STATES: Record<
  MetricsAlert['state'],
  { word: string; verdict: Verdict }
> = {
  firing: { word: 'Firing', verdict: 'failing' },
  pending: { word: 'Pending', verdict: 'attention' },
  inactive: { word: 'Inactive', verdict: 'healthy' },
};

/** The alerts of a service, with what they mean and what to read. */
export const AlertsTable = ({ alerts }: { alerts: MetricsAlert[] }) => (
  <>
    <Typography variant="subtitle1" component="h4">
      Alerts
    </Typography>
    <DataTable
      label="Alerts"
      columns={['State', 'Alert', 'Since', 'Severity', 'Summary', 'Runbook']}
      rows={alerts.map(alert => [
        <VerdictLabel key="state" {...STATES[alert.state]} />,
        alert.name,
        alert.since ? <Age key="since" at={alert.since} /> : '–',
        alert.severity ?? '–',
        alert.summary ?? '–',
        alert.runbookUrl ? (
          <Link key="runbook" to={alert.runbookUrl}>
            Open the runbook
          </Link>
        ) : (
          '–'
        ),
      ])}
    />
  </>
);
