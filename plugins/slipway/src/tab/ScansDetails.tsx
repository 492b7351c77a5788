import Typography from '@material-ui/core/Typography';
import {
  SCAN_STATUS_WORDS,
  type ScannedImage,
  type Scans,
} from '@slipway/plugin-slipway-common';
import {
  describeCounts,
  describePolicy,
  hasFindings,
  overrideLine,
} from '../summary';
import { Facts } from '../tables';
import { Age } from '../verdict';

const ImageDetails = ({ image }: { image: ScannedImage }) => (
  <>
    <Typography variant="subtitle1" component="h4">
      {image.container}
      {image.role === 'next' && ' (of the next task)'}
    </Typography>
    <Facts
      facts={{
        Status: SCAN_STATUS_WORDS[image.status],
        Reason: image.reasons.length > 0 ? image.reasons.join('. ') : undefined,
        Findings: hasFindings(image) ? describeCounts([image]) : undefined,
        Accepted:
          image.accepted.length > 0 ? image.accepted.join(', ') : undefined,
        Scanning: image.scanType,
        Scanned: image.scannedAt && <Age at={image.scannedAt} />,
        'Vulnerability database': image.databaseUpdatedAt && (
          <Age at={image.databaseUpdatedAt} />
        ),
        Image: image.image,
        Tag: image.namedByTag
          ? 'the task definition names a tag: the next task may run an image that nobody scanned'
          : undefined,
        'Running digest': image.digest ?? 'nothing runs',
        'Scanned digest': image.scannedDigest,
      }}
    />
  </>
);

/** What the registry says of each image that runs, and by which policy. */
export const ScansDetails = ({ data }: { data: Scans }) => (
  <>
    <Typography variant="body2" color="textSecondary">
      Policy: {describePolicy(data.policy)}
    </Typography>
    {overrideLine(data) && (
      <Typography variant="body2">{overrideLine(data)}</Typography>
    )}
    {data.images.length === 0 && (
      <Typography variant="body2">No image runs.</Typography>
    )}
    {data.images.map(image => (
      <ImageDetails
        key={[image.container, image.image, image.digest].join(' ')}
        image={image}
      />
    ))}
  </>
);
