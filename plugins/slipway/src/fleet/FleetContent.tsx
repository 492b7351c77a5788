import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { Content } from '@backstage/core-components';
import {
  environmentBootstrapPermission,
  stackApplyPermission,
} from '@slipway/plugin-slipway-common';
import { OperationLink } from '../operations';
import { ProblemNote } from '../verdict';
import { EnvironmentsTable } from './EnvironmentsTable';
import { FirstSteps } from './FirstSteps';
import { ServicesTable } from './ServicesTable';
import { useEnvironments } from '../environments';
import { useServices } from './useServices';

const LOADING_HEIGHT = 120;

const useStyles = makeStyles(
  theme => ({
    section: { marginBottom: theme.spacing(4) },
    header: {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      minHeight: theme.spacing(5),
    },
  }),
  { name: 'SlipwayFleet' },
);

/** All services with their verdicts, and all environments; the first steps while there is no service. */
export const FleetContent = () => {
  const classes = useStyles();
  const fleet = useServices();
  const { environments, problem } = useEnvironments();
  const empty = fleet.total === 0 && !fleet.problem;
  const environmentReady = environments?.some(
    ({ provisioned }) => provisioned?.bootstrap && provisioned.platform,
  );

  return (
    <Content>
      {empty && environments && (
        <FirstSteps environmentReady={environmentReady === true} />
      )}
      {!empty && (
        <section className={classes.section} aria-labelledby="slipway-services">
          <div className={classes.header}>
            <Typography variant="h5" component="h2" id="slipway-services">
              Services
            </Typography>
            <OperationLink
              operation="newService"
              permission={stackApplyPermission}
            >
              Create a service
            </OperationLink>
          </div>
          {fleet.problem && <ProblemNote problem={fleet.problem} />}
          {fleet.services && (
            <ServicesTable {...fleet} services={fleet.services} />
          )}
          {!fleet.services && !fleet.problem && (
            <Skeleton
              variant="rect"
              height={LOADING_HEIGHT}
              aria-label="Services are loading"
            />
          )}
        </section>
      )}
      <section
        className={classes.section}
        aria-labelledby="slipway-environments"
      >
        <div className={classes.header}>
          <Typography variant="h5" component="h2" id="slipway-environments">
            Environments
          </Typography>
          {!empty && (
            <OperationLink
              operation="newEnvironment"
              permission={environmentBootstrapPermission}
            >
              Create an environment
            </OperationLink>
          )}
        </div>
        {problem && <ProblemNote problem={problem} />}
        {environments && <EnvironmentsTable environments={environments} />}
        {!environments && !problem && (
          <Skeleton
            variant="rect"
            height={LOADING_HEIGHT}
            aria-label="Environments are loading"
          />
        )}
      </section>
    </Content>
  );
};
