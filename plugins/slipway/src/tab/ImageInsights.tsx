import Typography from '@material-ui/core/Typography';
import {
  SCAN_STATUS_WORDS,
  type FindingOrigin,
  type ImageDetails,
} from '@slipway/plugin-slipway-common';
import { DataTable, Facts } from '../tables';
import { Age, ProblemNote } from '../verdict';

const ORIGINS: Record<FindingOrigin, string> = {
  'base-image': 'base image',
  application: 'application',
  unknown: 'of no named package',
};

/** For example `14 base image, 3 application (told by the kind of package)`. */
function describeOrigins({ origins, originBy }: ImageDetails): string {
  const parts = (Object.keys(ORIGINS) as FindingOrigin[])
    .filter(origin => origins[origin] > 0)
    .map(origin => `${origins[origin]} ${ORIGINS[origin]}`);
  const how =
    originBy === 'layers'
      ? 'told by the layers of the base image'
      : 'told by the kind of package';
  return `${parts.join(', ')} (${how})`;
}

function describeNewest(newest: NonNullable<ImageDetails['newest']>): string {
  const { tags, status, fixes, adds } = newest;
  const name = tags.join(', ');
  if (!fixes || !adds) {
    return `${name}: ${SCAN_STATUS_WORDS[status]}, so it is not known what it would change`;
  }
  return `${name}: ${SCAN_STATUS_WORDS[status]}; it would fix ${fixes.length} and add ${adds.length}`;
}

function describeLifecycle(
  lifecycle: NonNullable<ImageDetails['lifecycle']>,
): string {
  const { rule, action, now, afterPushes, inDays } = lifecycle;
  const verb = action === 'expire' ? 'removes' : 'archives';
  if (now) {
    return `Danger: rule ${rule} of the repository ${verb} this image at its next run, and then no task can start`;
  }
  const when =
    afterPushes === undefined
      ? `in ${inDays} days`
      : // The rule counts only what it selects, released images for example.
        `once ${afterPushes} newer images fall under it`;
  return `rule ${rule} of the repository ${verb} this image ${when}`;
}

function describeFix(fix: ImageDetails['fixes'][number]): string {
  return fix.origin === 'base-image'
    ? 'a newer base image'
    : `${fix.package} ${fix.installedVersion ?? ''} → ${fix.fixedInVersion}`;
}

/** What would clear the findings of an image, and what threatens the image itself. */
export const ImageInsights = ({ details }: { details: ImageDetails }) => {
  const { container, findings, fixes, newest, isNewest, tagMutability } =
    details;
  return (
    <>
      {details.problems.map(problem => (
        <ProblemNote key={problem.message} problem={problem} />
      ))}
      <Facts
        facts={{
          'Come from': findings > 0 ? describeOrigins(details) : undefined,
          'Pushed last': newest && (
            <>
              {describeNewest(newest)}, <Age at={newest.pushedAt} />
            </>
          ),
          Newer: isNewest ? 'no image was pushed after this one' : undefined,
          'Tags of the repository':
            tagMutability && tagMutability !== 'IMMUTABLE'
              ? 'mutable: a tag can be moved to an image that nobody scanned'
              : undefined,
          Lifecycle: details.lifecycle && describeLifecycle(details.lifecycle),
        }}
      />
      {findings > 0 && fixes.length === 0 && (
        <Typography variant="body2">
          No fixed version is known. Basic scanning never tells one.
        </Typography>
      )}
      {fixes.length > 0 && (
        <DataTable
          label={`Fixes for ${container}`}
          columns={['Fix', 'Clears', 'Worst', 'Of the']}
          rows={fixes.map(fix => [
            describeFix(fix),
            `${fix.clears} of ${findings}`,
            fix.severity.toLowerCase(),
            ORIGINS[fix.origin],
          ])}
        />
      )}
    </>
  );
};
