import Typography from '@material-ui/core/Typography';
import { type Metrics } from '@slipway/plugin-slipway-common';
import { AlertsTable, DiagnosisList } from '../metrics';
import { duration, percentage, period, requestRate } from '../summary';
import { Facts } from '../tables';
import { ProblemNote } from '../verdict';

/** The numbers of the window, why they are not all there, and alerts. */
export const MetricsDetails = ({ data }: { data: Metrics }) => {
  const { targets, errorRatio, latencyP95, alerts, diagnoses } = data;
  return (
    <>
      <Facts
        facts={{
          Targets: `${targets.up} of ${targets.total} up`,
          Requests:
            data.requestRate === undefined
              ? 'none'
              : requestRate(data.requestRate),
          Errors: errorRatio === undefined ? undefined : percentage(errorRatio),
          'Latency p95':
            latencyP95 === undefined ? undefined : duration(latencyP95),
          Window: period(data.windowSeconds),
        }}
      />
      {data.sourceProblem && <ProblemNote problem={data.sourceProblem} />}
      {diagnoses && diagnoses.length > 0 && (
        <DiagnosisList diagnoses={diagnoses} />
      )}
      {targets.errors.length > 0 && (
        <>
          <Typography variant="subtitle1" component="h4">
            What Prometheus says of targets that are down
          </Typography>
          <ul>
            {targets.errors.map(error => (
              <Typography key={error} component="li" variant="body2">
                {error}
              </Typography>
            ))}
          </ul>
        </>
      )}
      {alerts && alerts.length > 0 && <AlertsTable alerts={alerts} />}
    </>
  );
};
