import Typography from '@material-ui/core/Typography';
import { type Metrics } from '@slipway/plugin-slipway-common';
import { duration, percentage, period, requestRate } from '../summary';
import { Facts } from '../tables';

/** The numbers of the window, and why a target is down. */
export const MetricsDetails = ({ data }: { data: Metrics }) => {
  const { targets, errorRatio, latencyP95 } = data;
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
      {data.diagnoses && data.diagnoses.length > 0 && (
        <>
          <Typography variant="subtitle1" component="h4">
            What keeps it from being measured
          </Typography>
          <ul>
            {data.diagnoses.map(({ cause, message, fix }) => (
              <Typography key={cause} component="li" variant="body2">
                {message}. {fix}.
              </Typography>
            ))}
          </ul>
        </>
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
    </>
  );
};
