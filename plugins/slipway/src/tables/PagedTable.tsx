import { useState } from 'react';
import TablePagination from '@material-ui/core/TablePagination';
import { DataTable, type DataTableProps } from './DataTable';

export type PagedTableProps = DataTableProps & { rowsPerPage: number };

/** A {@link DataTable} in pages, where it has more rows than one holds. */
export const PagedTable = (props: PagedTableProps) => {
  const { rows, rowsPerPage, ...table } = props;
  const [wanted, setPage] = useState(0);
  // Rows may have become fewer since the page was chosen.
  const last = Math.max(0, Math.ceil(rows.length / rowsPerPage) - 1);
  const page = Math.min(wanted, last);
  const start = page * rowsPerPage;
  return (
    <>
      <DataTable {...table} rows={rows.slice(start, start + rowsPerPage)} />
      {last > 0 && (
        <TablePagination
          component="div"
          count={rows.length}
          page={page}
          rowsPerPage={rowsPerPage}
          rowsPerPageOptions={[]}
          onPageChange={(_event, next) => setPage(next)}
        />
      )}
    </>
  );
};
