import { csvLine, toJson } from '../../app/data/csv.ts';
import type { RecordValues, SourceRecord } from '../../app/data/formats/record.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { Answer, PredictionInput } from '../workers/predictor.ts';

export interface PredictedColumns {
  readonly text: string;
  readonly textPair: string | null;
}

export type OutputFormat = 'csv' | 'jsonl';

/** What a record asks of the model, or why it cannot be asked. */
export function inputOf(
  { values }: SourceRecord,
  { text, textPair }: PredictedColumns,
  head: HeadSpec,
): PredictionInput | string {
  if (!values) return 'another number of fields than the header';
  const value = values[text];
  if (head.task === 'token-classification' && Array.isArray(value)) {
    return value.length > 0 ? { text: '', textPair: null, words: value.map(String) } : 'no text';
  }
  const first = textOf(value);
  if (first === '') return 'no text';
  const second = textPair === null ? null : textOf(values[textPair]);
  return second === '' ? 'no second text' : { text: first, textPair: second, words: null };
}

/**
 * Turns rows and their answers into lines of a file. All columns of the input stay; `prediction` and the probabilities
 * follow: `probability_LABEL` columns in CSV, one object `probabilities` in JSON lines; for words, lists of both.
 */
export class PredictionLines {
  readonly #format: OutputFormat;
  readonly #names: readonly string[];
  readonly #head: HeadSpec;
  readonly #file: string;

  /**
   * @param names columns of the input, in order.
   * @throws StudioError `column_exists` where the input has a column that would be added.
   */
  constructor(format: OutputFormat, names: readonly string[], head: HeadSpec, file: string) {
    this.#format = format;
    this.#names = names;
    this.#head = head;
    this.#file = file;
    const taken = this.#added().filter((name) => names.includes(name));
    if (taken.length === 0) return;
    throw new StudioError(
      'column_exists',
      `${file} already has ${taken.length === 1 ? 'a column' : 'columns'} named ${taken.join(', ')}, which the predictions would replace. Rename it first.`,
      { details: { file, columns: taken } },
    );
  }

  /** The first line; empty where the format has none. */
  header(): string {
    return this.#format === 'csv' ? csvLine([...this.#names, ...this.#added()]) : '';
  }

  /** @throws StudioError `unexpected_column` where a CSV file has no room for a column that only this row has. */
  line({ line, values }: SourceRecord, answer: Answer): string {
    const row = values!;
    if (this.#format === 'jsonl') return `${toJson({ ...row, ...this.#fields(answer) })}\n`;
    const extra = Object.keys(row).find((name) => !this.#names.includes(name));
    if (extra !== undefined) {
      const where = line === null ? 'A row' : `Line ${line}`;
      throw new StudioError(
        'unexpected_column',
        `${where} of ${this.#file} has a field "${extra}" that no earlier row has, so it has no column in CSV. Write .jsonl instead.`,
        { details: { file: this.#file, line, column: extra } },
      );
    }
    return csvLine([...this.#names.map((name) => row[name]), ...this.#values(answer)]);
  }

  #added(): string[] {
    const { task, problemType, labels } = this.#head;
    if (task === 'token-classification') return ['prediction', 'probability'];
    if (problemType === 'regression') return ['prediction'];
    if (this.#format === 'jsonl') return ['prediction', 'probabilities'];
    return ['prediction', ...labels.map((label) => `probability_${label}`)];
  }

  #fields(answer: Answer): RecordValues {
    const [prediction, ...rest] = this.#values(answer);
    if (answer.kind === 'words') return { prediction, probability: rest[0] };
    if (this.#head.problemType === 'regression') return { prediction };
    return {
      prediction,
      probabilities: Object.fromEntries(this.#head.labels.map((label, id) => [label, rest[id]])),
    };
  }

  /** The prediction, then its probabilities. */
  #values(answer: Answer): unknown[] {
    if (answer.kind === 'words') {
      return [
        answer.words.map(({ best }) => best?.label ?? null),
        answer.words.map(({ best }) => (best ? rounded(best.score) : null)),
      ];
    }
    const { problemType, labels } = this.#head;
    const scores = answer.scores.map(rounded);
    if (problemType === 'regression') return [scores[0]];
    if (problemType === 'multi_label_classification')
      return [labels.filter((_, id) => answer.scores[id]! > 0.5), ...scores];
    return [labels[answer.scores.indexOf(Math.max(...answer.scores))], ...scores];
  }
}

/** Float32 has about seven digits; more would only look precise. */
function rounded(value: number): number {
  return Number(value.toPrecision(7));
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value).trim();
}
