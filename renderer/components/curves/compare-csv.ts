import { curvesCsv } from './curves-csv.ts';
import type { Course } from './series.ts';

/** The CSV of each run under one another, with the run's name in front; empty where a run has no such column. */
export function compareCsv(runs: readonly { readonly name: string; readonly course: Course }[]): string {
  const tables = runs.map(({ name, course }) => {
    const [head, ...rows] = curvesCsv(course)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    return { name, head: head!, rows };
  });
  const columns = [...new Set(tables.flatMap(({ head }) => head))];
  const lines = tables.flatMap(({ name, head, rows }) =>
    rows.map((row) => [quoted(name), ...columns.map((column) => row[head.indexOf(column)] ?? '')].join(',')),
  );
  return `${[['run', ...columns].join(','), ...lines].join('\n')}\n`;
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
