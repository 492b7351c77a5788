import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useDeploymentsDetails } from '../deployments';
import { MetricsHistoryCharts } from '../metrics';
import {
  AdoptDriftLink,
  DriftActions,
  ReleaseLink,
  type OperationTarget,
} from '../operations';
import { dataOf, useFacets } from '../service';
import { VerdictLabel } from '../verdict';
import { DeploymentsDetails } from './DeploymentsDetails';
import { DriftDetails } from './DriftDetails';
import { FacetSection } from './FacetSection';
import { MetricsDetails } from './MetricsDetails';
import { ScansDetails } from './ScansDetails';
import { sectionId } from './sectionId';
import { StateDetails } from './StateDetails';

const useStyles = makeStyles(
  theme => ({
    header: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(2),
      margin: theme.spacing(2, 0),
    },
  }),
  { name: 'SlipwayEnvironmentDetails' },
);

/** One environment on the tab: every facet in full. */
export const EnvironmentDetails = ({ target }: { target: OperationTarget }) => {
  const classes = useStyles();
  const { results, verdict, refreshDrift } = useFacets(target);
  const headingId = sectionId(target.environment, 'tab');
  const idOf = (facet: keyof typeof results) =>
    sectionId(target.environment, facet);
  const deployments = results.deployments && dataOf(results.deployments);
  const loaded = useDeploymentsDetails(target, deployments);
  const scans = results.scans && dataOf(results.scans);
  const drift = results.drift && dataOf(results.drift);

  return (
    <section aria-labelledby={headingId}>
      <div className={classes.header}>
        <Typography variant="h5" component="h2" id={headingId}>
          {target.environment}
        </Typography>
        <Typography variant="body2" component="span" role="status">
          {verdict ? <VerdictLabel verdict={verdict} /> : 'Loading…'}
        </Typography>
      </div>
      <FacetSection
        id={idOf('deployments')}
        title="Deployments"
        result={results.deployments}
        actions={
          deployments && (
            <ReleaseLink target={target} deployments={deployments} />
          )
        }
      >
        {data => (
          <DeploymentsDetails
            data={data}
            loaded={loaded}
            target={target}
            scans={scans}
          />
        )}
      </FacetSection>
      <FacetSection id={idOf('state')} title="State" result={results.state}>
        {data => <StateDetails data={data} target={target} />}
      </FacetSection>
      <FacetSection
        id={idOf('drift')}
        title="Drift"
        result={results.drift}
        actions={
          drift && (
            <>
              <AdoptDriftLink target={target} drift={drift} />
              <DriftActions
                target={target}
                drift={drift}
                onCheckStarted={refreshDrift}
              />
            </>
          )
        }
      >
        {data => <DriftDetails data={data} />}
      </FacetSection>
      <FacetSection id={idOf('scans')} title="Scans" result={results.scans}>
        {data => <ScansDetails data={data} location={target} />}
      </FacetSection>
      <FacetSection
        id={idOf('metrics')}
        title="Metrics"
        result={results.metrics}
      >
        {data => (
          <>
            <MetricsDetails data={data} />
            <MetricsHistoryCharts
              location={target}
              deployments={deployments}
              details={loaded.details}
            />
          </>
        )}
      </FacetSection>
    </section>
  );
};
