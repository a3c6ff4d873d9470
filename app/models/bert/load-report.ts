import type { LoadReport } from './match-weights.ts';

const MEANING = {
  UNEXPECTED: 'in the checkpoint but not in this model; to be expected when the task is another one.',
  MISSING: 'not in the checkpoint, so newly initialized; train the model before you rely on it.',
  MISMATCH: 'of another shape in the checkpoint, so newly initialized.',
} as const;

type Status = keyof typeof MEANING;

interface Row {
  readonly name: string;
  readonly status: Status;
  readonly details: string;
}

/**
 * The table that transformers 5 prints after loading a checkpoint: one row a weight, weights that differ only in the
 * layer number together. Empty where everything was found and used.
 *
 * @param model what was loaded, e.g. `bert-base-uncased`.
 */
export function formatLoadReport(report: LoadReport, model: string): string {
  const rows = [
    ...grouped(report.unexpected.map((name) => ({ name, status: 'UNEXPECTED', details: '' }))),
    ...grouped(report.missing.map((name) => ({ name, status: 'MISSING', details: '' }))),
    ...grouped(
      report.mismatched.map(({ name, checkpoint, model: own }) => ({
        name,
        status: 'MISMATCH',
        details: `checkpoint [${checkpoint.join(', ')}], model [${own.join(', ')}]`,
      })),
    ),
  ];
  if (rows.length === 0 && report.note === null) return '';
  const statuses = (Object.keys(MEANING) as Status[]).filter((status) =>
    rows.some((row) => row.status === status),
  );
  return [
    `LOAD REPORT from: ${model}`,
    ...(rows.length > 0 ? [...table(rows), '', 'Notes:'] : []),
    ...statuses.map((status) => `- ${`${status}:`.padEnd(11)} ${MEANING[status]}`),
    ...(report.note === null ? [] : [`- ${report.note}`]),
  ].join('\n');
}

/** Rows whose names differ only in numbers become one: `encoder.layer.{0...11}.output.dense.bias`. */
function grouped(rows: readonly Row[]): Row[] {
  const groups = new Map<string, { row: Row; numbers: Set<number>[] }>();
  for (const row of rows) {
    const numbers = [...row.name.matchAll(NUMBER)].map(([digits]) => Number(digits));
    const key = `${row.name.replace(NUMBER, '*')} ${row.details}`;
    const group = groups.get(key) ?? { row, numbers: numbers.map(() => new Set<number>()) };
    for (const [i, number] of numbers.entries()) group.numbers[i]!.add(number);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ row, numbers }) => {
    let i = 0;
    return { ...row, name: row.name.replace(NUMBER, () => formatNumbers([...numbers[i++]!])) };
  });
}

/** A number between dots, as that of a layer. */
const NUMBER = /(?<=\.)\d+(?=\.|$)/g;
const LISTED = 10;

function formatNumbers(numbers: readonly number[]): string {
  if (numbers.length === 1) return String(numbers[0]);
  const sorted = numbers.toSorted((a, b) => a - b);
  const shown = sorted.length > LISTED ? `${sorted[0]}...${sorted.at(-1)}` : sorted.join(', ');
  return `{${shown}}`;
}

function table(rows: readonly Row[]): string[] {
  const lines = [{ name: 'Key', status: 'Status', details: '' }, ...rows];
  const widths = (['name', 'status'] as const).map((column) =>
    Math.max(...lines.map((line) => line[column].length)),
  );
  const cells = lines.map(({ name, status, details }) =>
    [name.padEnd(widths[0]!), status.padEnd(widths[1]!), ...(details ? [details] : [])].join(' | ').trimEnd(),
  );
  return [cells[0]!, widths.map((width) => '-'.repeat(width)).join('-+-'), ...cells.slice(1)];
}
