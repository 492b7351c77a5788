import Button from '@material-ui/core/Button';
import { type StateVersionSummary } from '@slipway/plugin-slipway-common';
import { bytes } from '../../summary';
import { DataTable } from '../../tables';
import { Age } from '../../verdict';
import { describeAuthor, describeVersion } from './describeVersion';

const SHOWN_LINEAGE = 8;

export type VersionsTableProps = {
  versions: readonly StateVersionSummary[];
  /** Called with the id of a version that may be restored. */
  onPreview: (id: string) => void;
};

/** Versions of a state, newest first. */
export const VersionsTable = ({ versions, onPreview }: VersionsTableProps) => (
  <DataTable
    label="Versions of the state"
    columns={[
      'Written',
      'Serial',
      'Soundness',
      'Resources',
      'Terraform',
      'Size',
      'Lineage',
      'By',
      'Restore',
    ]}
    rows={versions.map(version => [
      <Age at={version.lastModified} />,
      version.serial ?? '–',
      version.soundness.replaceAll('-', ' '),
      version.resourceCount ?? '–',
      version.terraformVersion ?? '–',
      bytes(version.size),
      version.lineage?.slice(0, SHOWN_LINEAGE) ?? '–',
      describeAuthor(version),
      version.current ? (
        'current'
      ) : (
        <Button
          size="small"
          variant="outlined"
          aria-label={`What would it bring back: ${describeVersion(version)}`}
          onClick={() => onPreview(version.id)}
        >
          Preview
        </Button>
      ),
    ])}
  />
);
