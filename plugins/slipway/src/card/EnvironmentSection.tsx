import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useRouteRef } from '@backstage/core-plugin-api';
import { type FacetName } from '@slipway/plugin-slipway-common';
import { Sparklines } from '../metrics';
import { DriftActions, ReleaseLink, type OperationTarget } from '../operations';
import { tabRouteRef } from '../routes';
import { dataOf, useFacets } from '../service';
import {
  diagnosisLine,
  overrideLine,
  summarizeDeployments,
  summarizeDrift,
  summarizeMetrics,
  summarizeScans,
  summarizeState,
} from '../summary';
import { sectionId } from '../tab/sectionId';
import { VerdictLabel } from '../verdict';
import { FacetRow } from './FacetRow';
import { isWaiting, WaitingRollouts } from './WaitingRollouts';

const useStyles = makeStyles(
  theme => ({
    root: {
      '& + &': { marginTop: theme.spacing(3) },
    },
    header: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'center',
      minHeight: theme.spacing(4),
    },
    facets: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      minHeight: theme.spacing(4),
      marginTop: theme.spacing(1),
    },
  }),
  { name: 'SlipwayEnvironmentSection' },
);

/** One environment on the card: its verdict, its five facets and what can be done. */
export const EnvironmentSection = (props: { target: OperationTarget }) => {
  const { target } = props;
  const classes = useStyles();
  const tabRoute = useRouteRef(tabRouteRef);
  const { results, verdict, refreshDrift } = useFacets(target);
  const headingId = sectionId(target.environment, 'card');

  const href = (facet: FacetName) =>
    tabRoute && `${tabRoute()}#${sectionId(target.environment, facet)}`;
  const deployments = results.deployments && dataOf(results.deployments);
  const drift = results.drift && dataOf(results.drift);

  return (
    <section className={classes.root} aria-labelledby={headingId}>
      <div className={classes.header}>
        <Typography variant="subtitle1" component="h4" id={headingId}>
          {target.environment}
        </Typography>
        <Typography variant="body2" component="span" role="status">
          {verdict ? <VerdictLabel verdict={verdict} /> : 'Loading…'}
        </Typography>
      </div>
      <ul className={classes.facets}>
        <FacetRow
          title="Deployments"
          href={href('deployments')}
          result={results.deployments}
          summarize={summarizeDeployments}
          explain={data =>
            isWaiting(data) && (
              <WaitingRollouts deployments={data} href={href('deployments')} />
            )
          }
        />
        <FacetRow
          title="State"
          href={href('state')}
          result={results.state}
          summarize={summarizeState}
        />
        <FacetRow
          title="Drift"
          href={href('drift')}
          result={results.drift}
          summarize={summarizeDrift}
        />
        <FacetRow
          title="Scans"
          href={href('scans')}
          result={results.scans}
          summarize={summarizeScans}
          explain={overrideLine}
        />
        <FacetRow
          title="Metrics"
          href={href('metrics')}
          result={results.metrics}
          summarize={summarizeMetrics}
          explain={diagnosisLine}
          picture={metrics => <Sparklines metrics={metrics} />}
        />
      </ul>
      <div className={classes.actions}>
        {deployments && (
          <ReleaseLink target={target} deployments={deployments} />
        )}
        {drift && (
          <DriftActions
            target={target}
            drift={drift}
            onCheckStarted={refreshDrift}
          />
        )}
      </div>
    </section>
  );
};
