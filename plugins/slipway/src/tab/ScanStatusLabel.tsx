import { type ComponentType } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { type SvgIconProps } from '@material-ui/core/SvgIcon';
import ArchiveIcon from '@material-ui/icons/Archive';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleOutlineIcon from '@material-ui/icons/CheckCircleOutline';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import HistoryIcon from '@material-ui/icons/History';
import PublicIcon from '@material-ui/icons/Public';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import TimerOffIcon from '@material-ui/icons/TimerOff';
import {
  SCAN_STATUS_WORDS,
  type ScanStatus,
} from '@slipway/plugin-slipway-common';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
    },
    ok: { color: theme.palette.status.ok },
    running: { color: theme.palette.status.running },
    warning: { color: theme.palette.status.warning },
    error: { color: theme.palette.status.error },
  }),
  { name: 'SlipwayScanStatusLabel' },
);

type Look = {
  icon: ComponentType<SvgIconProps>;
  tone: 'ok' | 'running' | 'warning' | 'error';
};

const LOOKS: Record<ScanStatus, Look> = {
  passing: { icon: CheckCircleOutlineIcon, tone: 'ok' },
  blocked: { icon: BlockIcon, tone: 'error' },
  outdated: { icon: HistoryIcon, tone: 'warning' },
  'not-scanned': { icon: HelpOutlineIcon, tone: 'warning' },
  'in-progress': { icon: AutorenewIcon, tone: 'running' },
  expired: { icon: TimerOffIcon, tone: 'warning' },
  unsupported: { icon: RemoveCircleOutlineIcon, tone: 'warning' },
  failed: { icon: ErrorOutlineIcon, tone: 'warning' },
  archived: { icon: ArchiveIcon, tone: 'error' },
  'not-in-registry': { icon: CloudOffIcon, tone: 'error' },
  'not-private': { icon: PublicIcon, tone: 'warning' },
};

/** What a scan is worth, as an icon of its own and words; the colour only adds to them. */
export const ScanStatusLabel = ({ status }: { status: ScanStatus }) => {
  const classes = useStyles();
  const { icon: Icon, tone } = LOOKS[status];
  return (
    <span className={classes.root}>
      <Icon className={classes[tone]} fontSize="small" aria-hidden="true" />
      {SCAN_STATUS_WORDS[status]}
    </span>
  );
};
