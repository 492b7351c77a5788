import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  stateRestorePermission,
  type StateVersionSummary,
} from '@slipway/plugin-slipway-common';
import { OperationLink, type OperationTarget } from '../../operations';
import { describeVersion } from './describeVersion';
import { DifferenceDetails } from './DifferenceDetails';

const useStyles = makeStyles(
  theme => ({
    choice: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-end',
      gap: theme.spacing(2),
      margin: theme.spacing(2, 0, 1),
    },
  }),
  { name: 'SlipwayVersionComparison' },
);

/** The ids of the two versions that are compared. */
export type ComparedVersions = { from: string; to: string };

export type VersionComparisonProps = {
  target: OperationTarget;
  versions: readonly StateVersionSummary[];
  compared: ComparedVersions;
  onChange: (compared: ComparedVersions) => void;
};

/** Two versions side by side; with the current one first it is what a restore of the other would bring back. */
export const VersionComparison = (props: VersionComparisonProps) => {
  const { target, versions, compared, onChange } = props;
  const classes = useStyles();
  const to = versions.find(({ id }) => id === compared.to);
  const isRestore =
    versions.find(({ id }) => id === compared.from)?.current &&
    to?.soundness === 'sound' &&
    to.serial !== undefined;
  const select = (label: string, side: keyof ComparedVersions) => (
    <TextField
      select
      label={label}
      id={`slipway-${target.environment}-compare-${side}`}
      size="small"
      value={compared[side]}
      SelectProps={{ native: true }}
      onChange={event => onChange({ ...compared, [side]: event.target.value })}
    >
      {versions.map(version => (
        <option key={version.id} value={version.id}>
          {describeVersion(version)}
          {version.current ? ' (current)' : ''}
        </option>
      ))}
    </TextField>
  );
  return (
    <section aria-label={`Comparison of two versions in ${target.environment}`}>
      <div className={classes.choice}>
        {select('Compare', 'from')}
        {select('with', 'to')}
        {isRestore && (
          <OperationLink
            operation="restoreState"
            permission={stateRestorePermission}
            target={target}
            fields={{ kind: 'service', version: compared.to }}
          >
            Restore this version
          </OperationLink>
        )}
      </div>
      <Typography variant="body2" color="textSecondary">
        {isRestore
          ? 'What a restore of the second version would change of what the state says; it changes nothing that runs.'
          : 'What changed from the first to the second version.'}
      </Typography>
      {compared.from === compared.to ? (
        <Typography variant="body2">It is the same version.</Typography>
      ) : (
        <DifferenceDetails target={target} {...compared} />
      )}
    </section>
  );
};
