import { type ComponentType } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { type SvgIconProps } from '@material-ui/core/SvgIcon';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import CheckCircleOutlineIcon from '@material-ui/icons/CheckCircleOutline';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import SettingsBackupRestoreIcon from '@material-ui/icons/SettingsBackupRestore';
import StopIcon from '@material-ui/icons/Stop';
import { type RolloutOutcome } from '@slipway/plugin-slipway-common';
import { rolloutOutcome } from './rolloutWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      whiteSpace: 'nowrap',
    },
    succeeded: { color: theme.palette.status.ok },
    'rolled-back': { color: theme.palette.status.error },
    failed: { color: theme.palette.status.error },
    stopped: { color: theme.palette.status.aborted },
    'in-progress': { color: theme.palette.status.running },
    unknown: { color: theme.palette.status.aborted },
  }),
  { name: 'SlipwayOutcomeLabel' },
);

const ICONS: Record<RolloutOutcome, ComponentType<SvgIconProps>> = {
  succeeded: CheckCircleOutlineIcon,
  'rolled-back': SettingsBackupRestoreIcon,
  failed: ErrorOutlineIcon,
  stopped: StopIcon,
  'in-progress': AutorenewIcon,
  unknown: HelpOutlineIcon,
};

/** How a rollout ended, as an icon of its own and a word. */
export const OutcomeLabel = ({ outcome }: { outcome: RolloutOutcome }) => {
  const classes = useStyles();
  const Icon = ICONS[outcome];
  return (
    <span className={classes.root}>
      <Icon className={classes[outcome]} fontSize="small" aria-hidden="true" />
      {rolloutOutcome(outcome)}
    </span>
  );
};
