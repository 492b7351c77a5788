import Typography from '@material-ui/core/Typography';
import { type Drift } from '@slipway/plugin-slipway-common';
import { duration, findingsOf } from '../summary';
import { Facts } from '../tables';
import { Age } from '../verdict';
import { DriftFindings } from './DriftFindings';
import { DriftTimeline } from './DriftTimeline';

/** The last full check, every finding by what it asks for, and what drifted before. */
export const DriftDetails = ({ data }: { data: Drift }) => {
  const { lastCheck, nextCheckAt, checking, history } = data;
  const findings = findingsOf(data);
  const { unread = [], failedChecks = [], notices = [] } = lastCheck ?? {};
  return (
    <>
      <Facts
        facts={{
          'Full check': checking ? 'queued or running' : undefined,
          'Last check': lastCheck ? (
            <Age at={lastCheck.checkedAt} />
          ) : (
            'not checked yet'
          ),
          Took: lastCheck && duration(lastCheck.durationMs / 1_000),
          Complete:
            lastCheck && !lastCheck.complete
              ? 'no: the findings are of the part that was read'
              : undefined,
          'Not read': unread.length > 0 ? unread.join(', ') : undefined,
          'Failing checks':
            failedChecks.length > 0 ? failedChecks.join(', ') : undefined,
          Notice: notices.length > 0 ? notices.join('. ') : undefined,
          'Next check': nextCheckAt && new Date(nextCheckAt).toLocaleString(),
        }}
      />
      {findings.length === 0 && (
        <Typography variant="body2">No finding.</Typography>
      )}
      <DriftFindings findings={findings} />
      {history.length > 0 && <DriftTimeline history={history} />}
    </>
  );
};
