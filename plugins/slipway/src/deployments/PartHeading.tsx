import { type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const useStyles = makeStyles(
  theme => ({ root: { marginTop: theme.spacing(2) } }),
  { name: 'SlipwayPartHeading' },
);

/** Names a part of what is told of a service. */
export const PartHeading = ({ children }: { children: ReactNode }) => {
  const classes = useStyles();
  return (
    <Typography variant="subtitle2" component="h5" className={classes.root}>
      {children}
    </Typography>
  );
};
