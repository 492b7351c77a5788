import { useCallback } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { useApi } from '@backstage/core-plugin-api';
import { type Overview } from '@slipway/plugin-slipway-common';
import { slipwayApiRef, toProblem, type RequestOptions } from '../api';
import { useLatest, useRefresh } from '../refresh';
import { ProblemNote, StaleMark, VerdictLabel } from '../verdict';

const REFRESH_INTERVAL = 60_000;
// A first look leaves the comparison of a state with its earlier versions to the second one.
const COMPARING_INTERVAL = 3_000;

const isComparing = ({ environments }: Overview) =>
  environments.some(
    ({ facets }) => facets.state.problem?.code === 'check-pending',
  );

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 3),
      listStyle: 'none',
      margin: 0,
      padding: 0,
      // The height of one line of verdicts: the skeleton has it already.
      minHeight: theme.spacing(3),
    },
    environment: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayServiceVerdicts' },
);

/** The verdict of a service in each of its environments. */
export const ServiceVerdicts = ({ entityRef }: { entityRef: string }) => {
  const classes = useStyles();
  const api = useApi(slipwayApiRef);
  const load = useCallback(
    (options: RequestOptions) => api.getOverview(entityRef, options),
    [api, entityRef],
  );
  const { value, error, refresh } = useLatest(load);
  useRefresh(
    refresh,
    value && isComparing(value) ? COMPARING_INTERVAL : REFRESH_INTERVAL,
  );

  if (!value) {
    return error ? (
      <ProblemNote problem={toProblem(error)} />
    ) : (
      <div className={classes.root} aria-busy="true">
        <Skeleton width="12em" aria-label={`${entityRef} is loading`} />
      </div>
    );
  }
  return (
    <ul className={classes.root}>
      {value.environments.map(({ environment, verdict }) => (
        <li key={environment} className={classes.environment}>
          {environment}
          <VerdictLabel
            // What was healthy is no longer known to be once it cannot be renewed.
            verdict={error && verdict === 'healthy' ? 'unknown' : verdict}
          />
        </li>
      ))}
      {value.environments.length === 0 && <li>No environment</li>}
      {error ? (
        <li>
          <StaleMark />
        </li>
      ) : null}
    </ul>
  );
};
