import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { type MetricsDiagnosis } from '@slipway/plugin-slipway-common';
import { useRepositoryUrl } from './useRepositoryUrl';

/** What keeps a service from being measured, what mends it, and where in its repository that is. */
export const DiagnosisList = (props: { diagnoses: MetricsDiagnosis[] }) => {
  const urlOf = useRepositoryUrl();
  return (
    <>
      <Typography variant="subtitle1" component="h4">
        What keeps it from being measured
      </Typography>
      <ul>
        {props.diagnoses.map(({ cause, message, fix, files }) => (
          <Typography key={cause} component="li" variant="body2">
            {message}. {fix}.
            {files.map(file => {
              const url = urlOf(file);
              return (
                url && (
                  <span key={file}>
                    {' '}
                    <Link to={url}>{file}</Link>
                  </span>
                )
              );
            })}
          </Typography>
        ))}
      </ul>
    </>
  );
};
