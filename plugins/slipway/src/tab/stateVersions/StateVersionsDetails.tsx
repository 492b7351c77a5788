import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { type OperationTarget } from '../../operations';
import { ProblemNote } from '../../verdict';
import { useStateVersions } from './useStateVersions';
import { VersionComparison, type ComparedVersions } from './VersionComparison';
import { VersionsTable } from './VersionsTable';

/** The versions of a state, two of them compared, and the way to restore one. Nothing is read before somebody asks. */
export const StateVersionsDetails = ({
  target,
}: {
  target: OperationTarget;
}) => {
  const { list, problem, loading, loadMore } = useStateVersions(target);
  const [chosen, setChosen] = useState<ComparedVersions>();
  const versions = list?.versions ?? [];
  const [current, previous] = versions;
  const compared =
    chosen ?? (current && previous && { from: previous.id, to: current.id });

  const label = list ? 'Show older versions' : 'Show versions';
  return (
    <>
      <Typography variant="subtitle1" component="h4">
        Versions
      </Typography>
      {list && (
        <>
          <Typography variant="body2" color="textSecondary">
            {versions.length} of {list.total} versions.
            {!list.complete &&
              ' The bucket holds more than Slipway lists; the oldest are left out.'}
          </Typography>
          <VersionsTable
            versions={versions}
            onPreview={id => setChosen({ from: current.id, to: id })}
          />
        </>
      )}
      {problem && (
        <div role="alert">
          <ProblemNote problem={problem} />
        </div>
      )}
      {(!list || list.next) && (
        <Button
          size="small"
          variant="outlined"
          aria-disabled={loading}
          aria-label={`${label}: state in ${target.environment}`}
          onClick={loading ? undefined : loadMore}
        >
          {loading ? 'Loading…' : label}
        </Button>
      )}
      {compared && (
        <VersionComparison
          target={target}
          versions={versions}
          compared={compared}
          onChange={setChosen}
        />
      )}
    </>
  );
};
