import { type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(1) },
    head: { whiteSpace: 'nowrap' },
    // Long digests may be torn apart, words may not.
    cell: {
      overflowWrap: 'anywhere',
      minWidth: theme.spacing(14),
      '& .MuiButton-root': { whiteSpace: 'nowrap' },
    },
  }),
  { name: 'SlipwayDataTable' },
);

export type DataTableProps = {
  /** What the table holds, for those who do not see what stands around it. */
  label: string;
  columns: readonly string[];
  /** Cells in the order of the columns. */
  rows: readonly ReactNode[][];
};

/** A plain table. It scrolls within itself where it is too wide. */
export const DataTable = ({ label, columns, rows }: DataTableProps) => {
  const classes = useStyles();
  return (
    <TableContainer className={classes.root}>
      <Table size="small" aria-label={label}>
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <TableCell key={column} scope="col" className={classes.head}>
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((cells, row) => (
            <TableRow key={row}>
              {cells.map((cell, column) => (
                <TableCell key={columns[column]} className={classes.cell}>
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
