import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { type MetricsDiagnosis } from '@slipway/plugin-slipway-common';
import { useRepositoryUrl } from './useRepositoryUrl';

const useStyles = makeStyles(
  theme => ({
    list: { margin: theme.spacing(0, 0, 2), paddingLeft: theme.spacing(3) },
    item: { paddingBottom: theme.spacing(1) },
    places: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
    },
  }),
  { name: 'SlipwayDiagnosisList' },
);

type Place = { title: string; url: string };

/** What keeps a service from being measured, what mends it, and where that is done. */
export const DiagnosisList = (props: { diagnoses: MetricsDiagnosis[] }) => {
  const classes = useStyles();
  const urlOf = useRepositoryUrl();
  const placesOf = ({ files, scrapeConfigUrl }: MetricsDiagnosis): Place[] => {
    const place = (title: string, url: string | undefined) =>
      url ? [{ title, url }] : [];
    const known = [
      ...files.flatMap(file => place(file, urlOf(file))),
      ...place('What Prometheus scrapes', scrapeConfigUrl),
    ];
    return known.length > 0 ? known : place('The repository', urlOf());
  };
  return (
    <>
      <Typography variant="subtitle1" component="h4">
        What keeps it from being measured
      </Typography>
      <ol className={classes.list}>
        {props.diagnoses.map(diagnosis => (
          <li key={diagnosis.cause} className={classes.item}>
            <Typography variant="subtitle2" component="p">
              {diagnosis.message}.
            </Typography>
            <Typography variant="body2">{diagnosis.fix}.</Typography>
            <Typography variant="body2" className={classes.places}>
              {placesOf(diagnosis).map(({ title, url }) => (
                <Link key={url} to={url}>
                  {title}
                </Link>
              ))}
            </Typography>
          </li>
        ))}
      </ol>
    </>
  );
};
