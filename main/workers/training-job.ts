import type { ColumnOverrides } from '../../app/data/columns.ts';
import type { TrainingArguments } from '../../app/training/arguments.ts';

/** What to train: plain data, so that it can cross to another process and be kept in run.json. */
export interface TrainingJob {
  readonly name: string;
  /** Folder of the run. */
  readonly folder: string;
  readonly model: string;
  readonly dataset: string;
  readonly columns: ColumnOverrides;
  /** Share of the rows set aside for evaluation where the data has no validation split. */
  readonly validationShare: number;
  readonly args: TrainingArguments;
  /** Continue the run in `folder` from a checkpoint: its name, or `last`. */
  readonly resume: string | null;
}
