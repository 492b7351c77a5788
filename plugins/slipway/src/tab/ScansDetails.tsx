import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { type ScannedImage, type Scans } from '@slipway/plugin-slipway-common';
import { describeCounts, SCAN_STATUS_WORDS } from '../summary';
import { DataTable, Facts } from '../tables';
import { Age } from '../verdict';

type Finding = ScannedImage['findings'][number];

const FindingName = ({ finding }: { finding: Finding }) =>
  // A registry's link may be of any scheme; only the web's is followed.
  finding.uri?.startsWith('https://') ? (
    <Link to={finding.uri}>{finding.name}</Link>
  ) : (
    <>{finding.name}</>
  );

const ImageDetails = ({ image }: { image: ScannedImage }) => (
  <>
    <Typography variant="subtitle1" component="h4">
      {image.container}
    </Typography>
    <Facts
      facts={{
        Status: SCAN_STATUS_WORDS[image.status],
        Reason: image.description,
        Findings: describeCounts([image]),
        Scanned: image.scannedAt && <Age at={image.scannedAt} />,
        'Vulnerability database': image.databaseUpdatedAt && (
          <Age at={image.databaseUpdatedAt} />
        ),
        Image: image.image,
        'Running digest': image.digest ?? 'nothing runs',
        'Scanned digest': image.scannedDigest,
      }}
    />
    {image.findings.length > 0 && (
      <DataTable
        label={`Worst findings of ${image.container}`}
        columns={['Finding', 'Severity', 'Package', 'Installed', 'Fixed in']}
        rows={image.findings.map(finding => [
          <FindingName key="name" finding={finding} />,
          finding.severity.toLowerCase(),
          finding.package ?? '–',
          finding.installedVersion ?? '–',
          finding.fixedInVersion ?? 'no fix known',
        ])}
      />
    )}
  </>
);

/** What the registry says of each image that runs. */
export const ScansDetails = ({ data }: { data: Scans }) => (
  <>
    <Typography variant="body2" color="textSecondary">
      {data.blockingSeverities.length > 0
        ? `Blocking: ${data.blockingSeverities.join(', ').toLowerCase()}`
        : 'No severity blocks in this environment'}
    </Typography>
    {data.images.length === 0 && (
      <Typography variant="body2">No image runs.</Typography>
    )}
    {data.images.map(image => (
      <ImageDetails key={image.container + image.image} image={image} />
    ))}
  </>
);
