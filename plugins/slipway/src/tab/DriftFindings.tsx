import { type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { type DriftFinding } from '@slipway/plugin-slipway-common';
import { type DriftGroup, groupOf } from '../summary';
import { DataTable } from '../tables';
import { Age } from '../verdict';

const useStyles = makeStyles(
  theme => ({ group: { marginTop: theme.spacing(2) } }),
  { name: 'SlipwayDriftFindings' },
);

// In the order in which they ask for something.
const GROUPS: Record<DriftGroup, { title: string; meaning: string }> = {
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
  explained: {
    title: 'Explained',
    meaning: 'Differs, and is to be expected.',
  },
  ignored: {
    title: 'Ignored',
    meaning: 'Left out of the verdict by a rule.',
  },
  'state-only': {
    title: 'State only',
    meaning:
      'The state is behind where the configuration has no opinion; nothing would change.',
  },
};

// Folded: they ask for nothing.
const FOLDED: ReadonlySet<DriftGroup> = new Set([
  'explained',
  'ignored',
  'state-only',
]);

function toRow(finding: DriftFinding, group: DriftGroup): ReactNode[] {
  const { address, attribute, action, declared, actual, masked } = finding;
  const absent = masked ? 'hidden' : '–';
  return [
    address,
    attribute ?? 'the whole resource',
    ...(wouldChange(group) ? [action] : []),
    declared ?? absent,
    actual ?? absent,
  ];
}

function wouldChange(group: DriftGroup): boolean {
  return group !== 'state-only';
}

const NOTES: {
  name: string;
  has: (finding: DriftFinding) => unknown;
  cell: (finding: DriftFinding) => ReactNode;
}[] = [
  {
    name: 'Since',
    has: ({ firstSeen }) => firstSeen,
    cell: ({ firstSeen }) => (firstSeen ? <Age at={firstSeen} /> : '–'),
  },
  {
    name: 'Changed by',
    has: ({ changedBy }) => changedBy,
    cell: ({ changedBy }) =>
      changedBy ? (
        <>
          {changedBy.who}, {changedBy.event}, <Age at={changedBy.at} />
        </>
      ) : (
        '–'
      ),
  },
  {
    name: 'Why',
    has: ({ explanation, ignored }) => explanation ?? ignored,
    cell: ({ explanation, ignored }) =>
      ignored ? describeRule(ignored) : explanation,
  },
];

// Columns that nobody fills would only take room.
function columnsOf(findings: readonly DriftFinding[]) {
  return NOTES.filter(({ has }) => findings.some(has));
}

function describeRule(rule: NonNullable<DriftFinding['ignored']>): string {
  const { reason, author, expires } = rule;
  return [reason, author && `by ${author}`, expires && `until ${expires}`]
    .filter(Boolean)
    .join(', ');
}

const Group = (props: { group: DriftGroup; findings: DriftFinding[] }) => {
  const { group, findings } = props;
  const classes = useStyles();
  const { title, meaning } = GROUPS[group];
  const heading = `${title} (${findings.length})`;
  const notes = columnsOf(findings);
  const content = (
    <>
      <Typography variant="body2" color="textSecondary">
        {meaning}
      </Typography>
      <DataTable
        label={`${title} findings`}
        columns={[
          'Resource',
          'Attribute',
          ...(wouldChange(group) ? ['An apply would'] : []),
          'Declared',
          'Actual',
          ...notes.map(({ name }) => name),
        ]}
        rows={findings.map(finding => [
          ...toRow(finding, group),
          ...notes.map(({ cell }) => cell(finding)),
        ])}
      />
    </>
  );
  return (
    <section className={classes.group} aria-label={`${title} drift`}>
      {FOLDED.has(group) ? (
        <details>
          <summary>{heading}</summary>
          {content}
        </details>
      ) : (
        <>
          <Typography variant="subtitle1" component="h4">
            {heading}
          </Typography>
          {content}
        </>
      )}
    </section>
  );
};

/** Every finding, grouped by what it asks for. */
export const DriftFindings = ({
  findings,
}: {
  findings: readonly DriftFinding[];
}) => {
  const groups = Object.keys(GROUPS) as DriftGroup[];
  return (
    <>
      {groups.map(group => {
        const ofGroup = findings.filter(finding => groupOf(finding) === group);
        return (
          ofGroup.length > 0 && (
            <Group key={group} group={group} findings={ofGroup} />
          )
        );
      })}
    </>
  );
};
