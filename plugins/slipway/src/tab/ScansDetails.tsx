import { useCallback } from 'react';
import Typography from '@material-ui/core/Typography';
import { useApi } from '@backstage/core-plugin-api';
import {
  SCAN_STATUS_WORDS,
  type ScannedImage,
  type Scans,
} from '@slipway/plugin-slipway-common';
import {
  slipwayApiRef,
  toProblem,
  type RequestOptions,
  type ServiceLocation,
} from '../api';
import {
  describeCounts,
  describePolicy,
  hasFindings,
  overrideLine,
} from '../summary';
import { useLatest } from '../refresh';
import { Facts } from '../tables';
import { Age, ProblemNote } from '../verdict';
import { FindingsList } from './FindingsList';
import { ImageInsights } from './ImageInsights';
import { ScanStatusLabel } from './ScanStatusLabel';

const ImageDetails = ({ image }: { image: ScannedImage }) => (
  <>
    <Typography variant="subtitle1" component="h4">
      {image.container}
      {image.role === 'next' && ' (of the next task)'}
    </Typography>
    <Facts
      facts={{
        Status: <ScanStatusLabel status={image.status} />,
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
        [image.role === 'running' ? 'Running digest' : 'Digest']:
          image.digest ?? 'not known',
        'Scanned digest': image.scannedDigest,
      }}
    />
  </>
);

export type ScansDetailsProps = {
  data: Scans;
  location: ServiceLocation;
};

/** What the registry says of each image that runs, and by which policy. */
export const ScansDetails = ({ data, location }: ScansDetailsProps) => {
  const { entityRef, environment } = location;
  const api = useApi(slipwayApiRef);
  // Another release, or another scan of the same image, has other details.
  const version = data.images
    .map(({ digest, scannedAt, status }) => `${digest} ${scannedAt} ${status}`)
    .join();
  const load = useCallback(
    (options: RequestOptions) =>
      api.getScanDetails({ entityRef, environment }, options),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another version is another answer
    [api, entityRef, environment, version],
  );
  const { value: details, error } = useLatest(load);
  const { release } = data;
  return (
    <>
      <Facts
        facts={{
          Policy: describePolicy(data.policy),
          Released: release && (
            <>
              by {release.releasedBy}, <Age at={release.releasedAt} />, then{' '}
              {SCAN_STATUS_WORDS[release.status]}
            </>
          ),
          'Against the policy': overrideLine(data),
          Accepted:
            data.policy.acceptedVulnerabilities.length > 0
              ? data.policy.acceptedVulnerabilities
                  .map(
                    ({ id, reason, author, expires }) =>
                      `${id} until ${expires} (${author}: ${reason})`,
                  )
                  .join('; ')
              : undefined,
        }}
      />
      {error !== undefined && <ProblemNote problem={toProblem(error)} />}
      {data.images.length === 0 && (
        <Typography variant="body2">No image runs.</Typography>
      )}
      {data.images.map(image => {
        const known = details?.images.find(
          ({ container, digest }) =>
            container === image.container && digest === image.digest,
        );
        return (
          <section
            key={[image.container, image.image, image.digest].join(' ')}
            aria-label={`Scan of ${image.container}`}
          >
            <ImageDetails image={image} />
            {known && <ImageInsights details={known} />}
            {known && known.findings > 0 && (
              <FindingsList
                location={location}
                container={known.container}
                digest={known.digest}
                count={known.findings}
              />
            )}
          </section>
        );
      })}
    </>
  );
};
