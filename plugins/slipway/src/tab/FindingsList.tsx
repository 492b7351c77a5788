import { useCallback, useEffect, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { type ScanFindings } from '@slipway/plugin-slipway-common';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  slipwayApiRef,
  toProblem,
  type RequestOptions,
  type ServiceLocation,
} from '../api';
import { useLatest } from '../refresh';
import { ProblemNote } from '../verdict';

const ROW_HEIGHT = 36;
const PAGE = 200;
const VIEWPORT = { width: 800, height: 360 };
const COLUMNS = [
  'Finding',
  'Severity',
  'Package',
  'Installed',
  'Fixed in',
  'Score',
  'First seen',
];

const useStyles = makeStyles(
  theme => ({
    viewport: {
      maxHeight: VIEWPORT.height,
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
    },
    body: { position: 'relative' },
    row: {
      display: 'grid',
      gridTemplateColumns:
        'minmax(10em, 1.5fr) 7em minmax(8em, 2fr) 1fr 1fr 8em 7em',
      columnGap: theme.spacing(1),
      alignItems: 'center',
      height: ROW_HEIGHT,
      minWidth: '50em',
      padding: theme.spacing(0, 1),
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    head: {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      fontWeight: theme.typography.fontWeightBold as number,
      backgroundColor: theme.palette.background.paper,
    },
    placed: { position: 'absolute', left: 0, right: 0 },
    cell: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'SlipwayFindingsList' },
);

type Finding = ScanFindings['findings'][number];

function cellsOf(finding: Finding) {
  const {
    name,
    severity,
    packages,
    score,
    exploitAvailable,
    firstSeenAt,
    uri,
  } = finding;
  const [first, ...others] = packages;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return [
    // A registry's link may be of any scheme; only the web's is followed.
    uri?.startsWith('https://') ? (
      <Link key="name" to={uri}>
        {name}
      </Link>
    ) : (
      name
    ),
    severity.toLowerCase(),
    first ? `${first.name}${more}` : '–',
    first?.installedVersion ?? '–',
    first?.fixedInVersion ?? 'no fix known',
    // CVSS has one decimal.
    `${score?.toFixed(1) ?? '–'}${exploitAvailable ? ', exploit' : ''}`,
    firstSeenAt ? new Date(firstSeenAt).toLocaleDateString() : '–',
  ];
}

export type FindingsListProps = {
  location: ServiceLocation;
  container: string;
  digest: string;
};

/** Every finding of an image. Only the rows in sight are drawn, and only their pages are asked for. */
const OpenFindingsList = (props: FindingsListProps) => {
  const { location, container, digest } = props;
  const { entityRef, environment } = location;
  const classes = useStyles();
  const api = useApi(slipwayApiRef);
  const viewport = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState<Record<number, Finding[]>>({});
  const [wanted, setWanted] = useState(0);

  const load = useCallback(
    (options: RequestOptions) =>
      api.getScanFindings(
        { entityRef, environment, digest, offset: wanted * PAGE },
        options,
      ),
    [api, entityRef, environment, digest, wanted],
  );
  const { value, error } = useLatest(load);
  const [total, setTotal] = useState<number>();
  useEffect(() => {
    if (value) {
      setTotal(value.total);
      setPages(known => ({
        ...known,
        [value.offset / PAGE]: value.findings,
      }));
    }
  }, [value]);

  const rows = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => viewport.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    initialRect: VIEWPORT,
  });
  const visible = rows.getVirtualItems();
  const missing = visible
    .map(({ index }) => Math.floor(index / PAGE))
    .find(page => !pages[page]);
  useEffect(() => {
    if (missing !== undefined) {
      setWanted(missing);
    }
  }, [missing]);

  return (
    <>
      {error !== undefined && <ProblemNote problem={toProblem(error)} />}
      <div
        ref={viewport}
        className={classes.viewport}
        role="table"
        aria-label={`Findings of ${container}`}
        aria-rowcount={(total ?? 0) + 1}
        aria-busy={total === undefined}
        // A box that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
        tabIndex={0}
      >
        <div
          role="row"
          aria-rowindex={1}
          className={`${classes.row} ${classes.head}`}
        >
          {COLUMNS.map(column => (
            <Typography
              key={column}
              variant="body2"
              component="div"
              role="columnheader"
            >
              {column}
            </Typography>
          ))}
        </div>
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: rows.getTotalSize() }}
        >
          {visible.map(({ index, start }) => {
            const finding = pages[Math.floor(index / PAGE)]?.[index % PAGE];
            return (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                className={`${classes.row} ${classes.placed}`}
                style={{ top: start }}
              >
                {(finding ? cellsOf(finding) : ['Loading…']).map((cell, n) => (
                  <Typography
                    key={COLUMNS[n]}
                    variant="body2"
                    component="div"
                    role="cell"
                    className={classes.cell}
                    title={typeof cell === 'string' ? cell : undefined}
                  >
                    {cell}
                  </Typography>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
};

/** The findings of an image, once someone asks for them. */
export const FindingsList = (props: FindingsListProps & { count: number }) => {
  const { count, ...rest } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide the findings' : `Show all ${count} findings`}
      </Button>
      {open && <OpenFindingsList {...rest} />}
    </>
  );
};
