import { z } from 'zod';
import { experiment } from '../../app/lessons/experiment.ts';

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cell'), lesson: z.string(), cell: z.string() }),
  z.object({ kind: z.literal('run'), run: z.string() }),
  z.object({ kind: z.literal('data'), dataset: z.string() }),
  z.object({ kind: z.literal('experiment'), lesson: z.string(), experiment }),
]);

/** What stands beside the lesson. */
export type Beside = z.output<typeof schema>;

const KEY = 'bert-studio.beside';

/** Where the widths of the panes are kept. */
export function keepBeside(beside: Beside | null): void {
  if (beside) localStorage.setItem(KEY, JSON.stringify(beside));
  else localStorage.removeItem(KEY);
}

export function keptBeside(): Beside | null {
  return parseBeside(localStorage.getItem(KEY));
}

/** Null for what another version kept, or nobody did. */
export function parseBeside(text: string | null): Beside | null {
  try {
    return schema.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
