import { type ComponentType } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { type SvgIconProps } from '@material-ui/core/SvgIcon';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import CheckCircleOutlineIcon from '@material-ui/icons/CheckCircleOutline';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import ReportProblemOutlinedIcon from '@material-ui/icons/ReportProblemOutlined';
import { type Verdict } from '@slipway/plugin-slipway-common';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      whiteSpace: 'nowrap',
    },
    healthy: { color: theme.palette.status.ok },
    progressing: { color: theme.palette.status.running },
    attention: { color: theme.palette.status.warning },
    failing: { color: theme.palette.status.error },
    unknown: { color: theme.palette.status.aborted },
  }),
  { name: 'SlipwayVerdictLabel' },
);

const WORDS: Record<Verdict, string> = {
  healthy: 'Healthy',
  progressing: 'Progressing',
  attention: 'Attention',
  failing: 'Failing',
  unknown: 'Unknown',
};

const ICONS: Record<Verdict, ComponentType<SvgIconProps>> = {
  healthy: CheckCircleOutlineIcon,
  progressing: AutorenewIcon,
  attention: ReportProblemOutlinedIcon,
  failing: ErrorOutlineIcon,
  unknown: HelpOutlineIcon,
};

/** A verdict as an icon of its own and a word; the colour only adds to them. */
export const VerdictLabel = (props: {
  verdict: Verdict;
  /** Said in the verdict's place. */
  word?: string;
}) => {
  const { verdict, word = WORDS[verdict] } = props;
  const classes = useStyles();
  const Icon = ICONS[verdict];
  return (
    <Typography variant="body2" component="span" className={classes.root}>
      <Icon className={classes[verdict]} fontSize="small" aria-hidden="true" />
      {word}
    </Typography>
  );
};
