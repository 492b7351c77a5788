import { makeStyles } from '@material-ui/core/styles';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import {
  environmentBootstrapPermission,
  stackApplyPermission,
} from '@slipway/plugin-slipway-common';
import { OperationLink } from '../operations';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(3),
      marginBottom: theme.spacing(3),
    },
    step: {
      marginTop: theme.spacing(2),
      '& > *': { marginBottom: theme.spacing(1) },
    },
  }),
  { name: 'SlipwayFirstSteps' },
);

export type FirstStepsProps = {
  /** True when an environment can hold services already. */
  environmentReady: boolean;
};

/** The greeting of an empty portal: what to do first, and what next. */
export const FirstSteps = ({ environmentReady }: FirstStepsProps) => {
  const classes = useStyles();
  return (
    <Paper
      component="section"
      className={classes.root}
      aria-labelledby="slipway-first-steps"
    >
      <Typography variant="h5" component="h2" id="slipway-first-steps">
        From a template to a watched service in two steps
      </Typography>
      <ol>
        <li className={classes.step}>
          <Typography variant="h6" component="h3">
            Create an environment
          </Typography>
          {environmentReady ? (
            <Typography variant="body2">Done.</Typography>
          ) : (
            <>
              <Typography variant="body2">
                Prepares an AWS account and region: state bucket, stack user,
                network and ECS cluster.
              </Typography>
              <OperationLink
                operation="newEnvironment"
                permission={environmentBootstrapPermission}
              >
                Create an environment
              </OperationLink>
            </>
          )}
        </li>
        <li className={classes.step}>
          <Typography variant="h6" component="h3">
            Create a service
          </Typography>
          <Typography variant="body2">
            Makes a repository with a Spring Boot service, and provisions it on
            ECS.
          </Typography>
          <OperationLink
            operation="newService"
            permission={stackApplyPermission}
          >
            Create a service
          </OperationLink>
        </li>
      </ol>
    </Paper>
  );
};
