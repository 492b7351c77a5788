import { screen, within } from '@testing-library/react';

type Queries = Pick<typeof screen, 'getAllByRole'>;

/** A section of the tab, by its heading. */
export function section(name: string) {
  return within(screen.getByRole('region', { name }));
}

/** The facts that the page, or a part of it, lists: by term. */
export function factsIn(part: Queries = screen): Record<string, string | null> {
  const told = part.getAllByRole('definition');
  return Object.fromEntries(
    part
      .getAllByRole('term')
      .map((term, index) => [term.textContent, told[index].textContent]),
  );
}

/** The cells of a table, without its header. */
export function rowsOf(name: string): (string | null)[][] {
  const [, ...rows] = within(screen.getByRole('table', { name })).getAllByRole(
    'row',
  );
  return rows.map(row =>
    within(row)
      .getAllByRole('cell')
      .map(cell => cell.textContent),
  );
}
