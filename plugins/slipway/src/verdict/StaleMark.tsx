import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import HistoryIcon from '@material-ui/icons/History';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      whiteSpace: 'nowrap',
    },
    icon: { color: theme.palette.status.warning },
  }),
  { name: 'SlipwayStaleMark' },
);

/** Says that what stands beside it is old and could not be renewed. */
export const StaleMark = () => {
  const classes = useStyles();
  return (
    <Typography variant="body2" component="span" className={classes.root}>
      <HistoryIcon
        className={classes.icon}
        fontSize="small"
        aria-hidden="true"
      />
      Stale
    </Typography>
  );
};
