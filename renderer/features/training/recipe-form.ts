import type { RunSummary } from '../../../app/contract/runs.ts';
import {
  DEFAULT_TRAINING_ARGUMENTS,
  TRAINING_ARGUMENTS,
  type TrainingArgumentName,
  type TrainingArguments,
} from '../../../app/training/arguments.ts';
import type { ArgumentContext } from '../../../app/training/parse-arguments.ts';
import { type Contradiction, explainContradictions } from '../../../app/training/remedies.ts';
import { FORM_ARGUMENTS } from './sections.ts';

/** What was typed, by argument; an argument that is not in it is as the preset has it. */
export type Changed = Readonly<Partial<Record<TrainingArgumentName, string>>>;

/** The form as a whole: complete arguments, what cannot be read, and what contradicts. */
export interface CheckedForm {
  /** With the preset's value where a field cannot be read. */
  readonly args: TrainingArguments;
  readonly invalid: Readonly<Partial<Record<TrainingArgumentName, string>>>;
  readonly contradictions: readonly Contradiction[];
  readonly isReady: boolean;
}

export function checkForm(
  preset: Partial<TrainingArguments>,
  changed: Changed,
  context: ArgumentContext,
): CheckedForm {
  const base = { ...DEFAULT_TRAINING_ARGUMENTS, ...preset };
  const values: Record<string, unknown> = {};
  const invalid: Partial<Record<TrainingArgumentName, string>> = {};
  for (const [name, typed] of Object.entries(changed) as [TrainingArgumentName, string][]) {
    const reading = TRAINING_ARGUMENTS[name].read(typed);
    if ('problem' in reading) invalid[name] = remedy(name, typed, reading.problem);
    else values[name] = reading.value;
  }
  const args = { ...base, ...values } as TrainingArguments;
  const contradictions = explainContradictions(args, context);
  const isReady = Object.keys(invalid).length === 0 && contradictions.length === 0;
  return { args, invalid, contradictions, isReady };
}

/** What to write instead of what was typed. */
function remedy(name: TrainingArgumentName, typed: string, problem: string): string {
  const share = /^\s*([\d.]+)\s*%\s*$/.exec(typed)?.[1];
  if (share !== undefined) {
    const value = String(Number(share) / 100);
    const asShare = `For ${share} per cent write ${value}`;
    return name === 'warmup_steps' ? `Not a number. ${asShare}; for so many steps, ${share}.` : `${asShare}.`;
  }
  return `It ${problem}.`;
}

/** What a run has that the preset does not, as it would be typed. */
export function changesOf({ record }: RunSummary, preset: Partial<TrainingArguments>): Changed {
  const base = { ...DEFAULT_TRAINING_ARGUMENTS, ...preset };
  return Object.fromEntries(
    FORM_ARGUMENTS.filter((name) => JSON.stringify(record.args[name]) !== JSON.stringify(base[name])).map(
      (name) => [name, typedValue(record.args[name])],
    ),
  );
}

/** A value as a person would type it. */
export function typedValue(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3)
    return value.toExponential().replace('e-0', 'e-');
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** The arguments that a start sends: what the preset and the person say; the studio fills in the rest. */
export function argumentsToSend(preset: Partial<TrainingArguments>, { args }: CheckedForm, changed: Changed) {
  const names = [...Object.keys(preset), ...Object.keys(changed)] as TrainingArgumentName[];
  return Object.fromEntries(
    names.map((name) => {
      const value = args[name];
      return [name, Array.isArray(value) ? value.join(',') : (value as string | number | boolean | null)];
    }),
  );
}
