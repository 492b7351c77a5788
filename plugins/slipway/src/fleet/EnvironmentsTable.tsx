import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import CheckIcon from '@material-ui/icons/Check';
import CloseIcon from '@material-ui/icons/Close';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import { type EnvironmentSummary } from '@slipway/plugin-slipway-common';
import { DataTable } from '../tables';
import { ProblemNote } from '../verdict';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
    },
  }),
  { name: 'SlipwayProvisioned' },
);

/** Whether a stack of the environment is there. */
const Provisioned = ({ there }: { there: boolean | undefined }) => {
  const classes = useStyles();
  if (there === undefined) {
    return (
      <span className={classes.root}>
        <HelpOutlineIcon fontSize="small" aria-hidden="true" />
        Unknown
      </span>
    );
  }
  const Icon = there ? CheckIcon : CloseIcon;
  return (
    <span className={classes.root}>
      <Icon fontSize="small" aria-hidden="true" />
      {there ? 'Yes' : 'Not yet'}
    </span>
  );
};

export type EnvironmentsTableProps = {
  environments: EnvironmentSummary[];
};

/** The configured environments and what each has already. */
export const EnvironmentsTable = ({ environments }: EnvironmentsTableProps) =>
  environments.length === 0 ? (
    <Typography variant="body2">
      No environment is configured. Add one under slipway.environments in
      app-config.
    </Typography>
  ) : (
    <DataTable
      label="Environments"
      columns={[
        'Environment',
        'Account',
        'Region',
        'Bootstrap',
        'Platform',
        '',
      ]}
      rows={environments.map(environment => [
        environment.name,
        environment.accountId,
        environment.region,
        <Provisioned key="b" there={environment.provisioned?.bootstrap} />,
        <Provisioned key="p" there={environment.provisioned?.platform} />,
        environment.problem && (
          <ProblemNote key="problem" problem={environment.problem} />
        ),
      ])}
    />
  );
