/** One kind of support for a major version: from the first to the last day, as `YYYY-MM-DD`. */
export interface Lifecycle {
  name: 'open-source-rds-standard-support' | 'open-source-rds-extended-support';
  start: string;
  end: string;
}

/** A major version of PostgreSQL that RDS knows. */
export interface MajorVersion {
  major: string;
  /** Minor versions that new instances may have, oldest first. None: only instances that exist run it. */
  minors: string[];
  lifecycles: Lifecycle[];
}

/** Each support begins the day after the other ends. */
function lifecycles(
  offered: string,
  standardEnd: string,
  extended: { start: string; end: string },
): Lifecycle[] {
  return [
    {
      name: 'open-source-rds-standard-support',
      start: offered,
      end: standardEnd,
    },
    { name: 'open-source-rds-extended-support', ...extended },
  ];
}

/**
 * What RDS offers, as of 2026-11. Dates of 14 to 17: the release calendar of Amazon RDS for PostgreSQL
 * (docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html), as endoflife.date copies it
 * (products/amazon-rds-postgresql.md). Those of 18 follow the same rule, the last of February after the community's end and
 * three years more. Minor versions: AWS's notice of May 2026 (the oldest that can still be created) and the release notes.
 * A new instance gets the newest.
 */
export const majorVersions: MajorVersion[] = [
  {
    major: '14',
    minors: ['14.20'],
    lifecycles: lifecycles('2022-02-03', '2027-02-28', {
      start: '2027-03-01',
      end: '2030-02-28',
    }),
  },
  {
    major: '15',
    minors: ['15.15'],
    lifecycles: lifecycles('2023-02-27', '2028-02-29', {
      start: '2028-03-01',
      end: '2031-02-28',
    }),
  },
  {
    major: '16',
    minors: ['16.11'],
    lifecycles: lifecycles('2023-11-17', '2029-02-28', {
      start: '2029-03-01',
      end: '2032-02-29',
    }),
  },
  {
    major: '17',
    minors: ['17.7'],
    lifecycles: lifecycles('2024-11-14', '2030-02-28', {
      start: '2030-03-01',
      end: '2033-02-28',
    }),
  },
  {
    major: '18',
    minors: ['18.1', '18.4', '18.6'],
    lifecycles: lifecycles('2025-11-14', '2031-02-28', {
      start: '2031-03-01',
      end: '2034-02-28',
    }),
  },
];

/** The major version that a request means, when RDS offers it: `17` and a minor version that can be created. */
export function offeredVersion(version: string): MajorVersion | undefined {
  return majorVersions.find(
    ({ major, minors }) => version === major || minors.includes(version),
  );
}
