import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      height: 3 * sidebarConfig.logoHeight,
      display: 'flex',
      alignItems: 'center',
    },
    link: {
      marginLeft: theme.spacing(3),
    },
    name: {
      color: theme.palette.navigation.selectedColor,
    },
  }),
  { name: 'SlipwaySidebarLogo' },
);

/** The product's name; its first letter while the sidebar is closed. */
export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link to="/" underline="none" className={classes.link} aria-label="Home">
        <Typography variant="h6" component="span" className={classes.name}>
          {isOpen ? 'Slipway' : 'S'}
        </Typography>
      </Link>
    </div>
  );
};
