import type { MetricReport } from './report.ts';

/** What was said of what, as a table that can be shown: for every kind of head that has classes. */
export interface ConfusionTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Null where nothing can be: what is no name and was not taken for one. */
  readonly cells: readonly (readonly (number | null)[])[];
  /** Whether a cell has what was right. */
  readonly isRight: (row: number, column: number) => boolean;
  /** What a cell counts, in a sentence or two. */
  readonly counted: string;
}

/** Null for reports without classes, and of earlier versions for heads whose counts these did not keep. */
export function confusionTable(report: MetricReport): ConfusionTable | null {
  const { byClass, confusion, unit } = report;
  if (byClass.length === 0) return null;
  if (confusion === null) return labelTable(report);
  const classes = byClass.map(({ label }) => label);
  const isRight = (row: number, column: number) => row === column;
  if (confusion.length > classes.length) {
    return {
      rows: [...classes, 'in part', 'invented'],
      columns: [...classes, 'in part', 'missed'],
      cells: confusion.map((row, i) =>
        row.map((count, j) => (i >= classes.length && j >= classes.length ? null : count)),
      ),
      isRight,
      counted:
        'A cell counts names: under a type those found with exactly their words, “in part” with other words. “missed” has those beyond max_seq_length too, “invented” what is no name.',
    };
  }
  const isCut = confusion[0]!.length > classes.length;
  return {
    rows: classes,
    columns: isCut ? [...classes, 'nothing'] : classes,
    cells: confusion,
    isRight,
    counted: `A cell counts ${unit === 'examples' ? 'rows' : unit}${isCut ? '; nothing was said of words beyond max_seq_length' : ''}.`,
  };
}

/** Labels of which an example has any number are judged one by one. */
function labelTable({ byClass, count }: MetricReport): ConfusionTable | null {
  const cells = byClass.flatMap(({ right, predicted, support }) => {
    if (right === undefined || predicted === undefined) return [];
    const [missed, invented] = [support - right, predicted - right];
    return [[right, missed, invented, count - right - missed - invented]];
  });
  if (cells.length < byClass.length) return null;
  return {
    rows: byClass.map(({ label }) => label),
    columns: ['found', 'missed', 'invented', 'rightly not'],
    cells,
    isRight: (_, column) => column === 0 || column === 3,
    counted: 'A cell counts rows, for each label on its own: a row may have several.',
  };
}

interface Mistake {
  readonly actual: string;
  readonly said: string;
  readonly count: number;
}

/** What was said wrongly most often, the commonest first: a large matrix in a few lines. */
export function commonMistakes({ rows, columns, cells, isRight }: ConfusionTable, most: number): Mistake[] {
  const all = cells.flatMap((row, i) =>
    row.flatMap((count, j) =>
      count && !isRight(i, j) ? [{ actual: rows[i]!, said: columns[j]!, count }] : [],
    ),
  );
  return all.sort((a, b) => b.count - a.count).slice(0, most);
}
