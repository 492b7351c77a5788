import Typography from '@material-ui/core/Typography';
import {
  type Drift,
  type DriftFinding,
  type DriftKind,
} from '@slipway/plugin-slipway-common';
import { duration, findingsOf } from '../summary';
import { DataTable, Facts } from '../tables';
import { Age } from '../verdict';

// In the order in which they ask for something.
const KINDS: Record<DriftKind, { title: string; meaning: string }> = {
  live: {
    title: 'Live',
    meaning: 'The state and ECS differ at this moment; a full check confirms.',
  },
  configuration: {
    title: 'Configuration',
    meaning: 'Changed by hand; applying the configuration again mends it.',
  },
  pending: {
    title: 'Pending',
    meaning: 'Declared, and not applied yet.',
  },
  'state-only': {
    title: 'State only',
    meaning:
      'The state is behind where the configuration has no opinion; nothing would change.',
  },
};

function toRow(finding: DriftFinding) {
  const { address, attribute, action, declared, actual, masked } = finding;
  const absent = masked ? 'hidden' : '–';
  return [
    address,
    attribute ?? 'the whole resource',
    action,
    declared ?? absent,
    actual ?? absent,
  ];
}

/** The last full check, and every finding by kind. */
export const DriftDetails = ({ data }: { data: Drift }) => {
  const { lastCheck, nextCheckAt, checking } = data;
  const findings = findingsOf(data);
  const kinds = Object.keys(KINDS) as DriftKind[];
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
          'Next check': nextCheckAt && new Date(nextCheckAt).toLocaleString(),
        }}
      />
      {findings.length === 0 && (
        <Typography variant="body2">No finding.</Typography>
      )}
      {kinds.map(kind => {
        const ofKind = findings.filter(finding => finding.kind === kind);
        return (
          ofKind.length > 0 && (
            <section key={kind} aria-label={`${KINDS[kind].title} drift`}>
              <Typography variant="subtitle1" component="h4">
                {KINDS[kind].title} ({ofKind.length})
              </Typography>
              <Typography variant="body2" color="textSecondary">
                {KINDS[kind].meaning}
              </Typography>
              <DataTable
                label={`${KINDS[kind].title} findings`}
                columns={[
                  'Resource',
                  'Attribute',
                  'Action',
                  'Declared',
                  'Actual',
                ]}
                rows={ofKind.map(toRow)}
              />
            </section>
          )
        );
      })}
    </>
  );
};
