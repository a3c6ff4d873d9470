/** A place in the table: rows of data count from 0, the two rows of heads lie above. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

export const HEADS = -2;
export const FIGURES = -1;

/** For a `data-` attribute: there, or not at all. */
export function isCell(at: GridCell, row: number, column: number): true | undefined {
  return (at.row === row && at.column === column) || undefined;
}

/** Where a key leads, or null for a key that leads nowhere. `page` is how many rows are in sight. */
export function movedCell(
  { row, column }: GridCell,
  event: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean },
  size: { readonly rows: number; readonly columns: number; readonly page: number },
): GridCell | null {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const far = event.ctrlKey || event.metaKey;
  const to = (nextRow: number, nextColumn: number): GridCell => ({
    row: Math.min(last.row, Math.max(HEADS, nextRow)),
    column: Math.min(last.column, Math.max(0, nextColumn)),
  });
  switch (event.key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'PageUp':
      return to(row < 0 ? row : Math.max(0, row - size.page), column);
    case 'PageDown':
      return to(Math.max(0, row) + size.page, column);
    case 'Home':
      return far ? to(Math.min(0, last.row), 0) : to(row, 0);
    case 'End':
      return far ? to(last.row, last.column) : to(row, last.column);
    default:
      return null;
  }
}
