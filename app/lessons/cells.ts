import { z } from 'zod';
import { attention } from './cells/attention.ts';
import { balance } from './cells/balance.ts';
import { beforeAfter } from './cells/before-after.ts';
import { bothSides } from './cells/both-sides.ts';
import { findNames } from './cells/find-names.ts';
import { fineTune } from './cells/fine-tune.ts';
import { hideAWord } from './cells/hide-a-word.ts';
import { secondRun } from './cells/second-run.ts';
import { tokens } from './cells/tokens.ts';

const cell = z.discriminatedUnion('kind', [
  hideAWord,
  tokens,
  bothSides,
  attention,
  fineTune,
  findNames,
  beforeAfter,
  secondRun,
  balance,
]);
export type CellSettings = z.output<typeof cell>;
type CellKind = CellSettings['kind'];
export type SettingsOf<Kind extends CellKind> = Extract<CellSettings, { kind: Kind }>;

/** What each cell is called above it. */
export const CELL_NAMES: Readonly<Record<CellKind, string>> = {
  'hide-a-word': 'Hide a word',
  tokens: 'Tokens and vectors',
  'both-sides': 'Context from both sides',
  attention: 'Where a word looks',
  'fine-tune': 'Fine-tune',
  'find-names': 'Find names',
  'before-after': 'Before and after',
  'second-run': 'The same run, one thing changed',
  balance: 'Always the same answer',
};

/** @returns the settings of a `::cell`, or in words what is wrong with its attributes. */
export function readCell(
  attributes: Readonly<Record<string, unknown>>,
): CellSettings | { readonly problem: string } {
  const read = cell.safeParse(attributes);
  if (read.success) return read.data;
  const { id, kind } = attributes;
  const where = `::cell{#${id ?? '?'} kind="${kind ?? '?'}"}`;
  if (typeof id !== 'string')
    return { problem: `${where} needs a name, as in ::cell{#lake kind="hide-a-word"}.` };
  if (!Object.hasOwn(CELL_NAMES, String(kind))) {
    return {
      problem: `${where}: there is no such kind of cell. Kinds: ${Object.keys(CELL_NAMES).join(', ')}.`,
    };
  }
  const problems = read.error.issues.map(({ path, message, ...issue }) =>
    'keys' in issue
      ? `it has no attribute ${(issue.keys as string[]).join(', ')}`
      : `${path.join('.')}: ${message}`,
  );
  return { problem: `${where}: ${problems.join('; ')}.` };
}
