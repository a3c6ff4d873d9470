import { setImmediate } from 'node:timers/promises';
import type { DatasetProgress } from '../../../app/contract/datasets.ts';
import type { DataRow, Part } from '../../../app/data/browsing/data-row.ts';
import { tagRepeats } from '../../../app/data/browsing/tagged-rows.ts';
import { nearDuplicates } from '../../../app/data/near-duplicates.ts';
import type { RawExample } from '../../../app/data/raw-example.ts';
import { allRows } from '../../../app/data/rows.ts';
import { type Division, divideRows } from '../../../app/data/splits.ts';
import { StudioError } from '../../../app/errors.ts';
import type { BertTokenizer } from '../../../app/tokenization/bert-tokenizer.ts';
import type { LoadedDataset } from '../../storage/datasets.ts';

/** Between two turns of other work. */
const ROWS_A_TURN = 200;

type UntaggedRow = Omit<DataRow, 'tags'>;
export type Report = (progress: Omit<DatasetProgress, 'id'>) => void;

/** Every training and validation row with its token counts and what repeats; those cut off depend on a length and are not tagged here. */
export async function analyseRows(
  dataset: LoadedDataset,
  tokenizer: BertTokenizer,
  division: Division,
  report: Report,
): Promise<DataRow[]> {
  const parts = await partsOf(dataset, division);
  const total = parts.reduce((sum, { examples }) => sum + examples.length, 0);
  const rows: UntaggedRow[] = [];
  for (const { split, source, examples } of parts) {
    for (const example of examples) {
      if (rows.length % ROWS_A_TURN === 0) {
        report({ doing: 'counting tokens', done: rows.length, total });
        await setImmediate();
      }
      rows.push(rowOf(example, split, source, tokenizer));
    }
  }
  report({ doing: 'comparing rows', done: 0, total });
  await setImmediate();
  // Rows of one file stand in its order, whatever part they fall in.
  const ordered = dataset.splits.validation ? rows : rows.sort((a, b) => a.row - b.row);
  return tagRepeats(ordered, nearOf(ordered));
}

async function partsOf(dataset: LoadedDataset, division: Division) {
  const { train, validation } = dataset.splits;
  const only = validation ? null : train;
  const parts: { split: Part; source: Part; examples: readonly RawExample[] }[] = [];
  if (only) {
    const divided = divideRows(only.rows, division);
    parts.push({ split: 'train', source: 'train', examples: await allRows(divided.train) });
    parts.push({ split: 'validation', source: 'train', examples: await allRows(divided.validation) });
  } else {
    if (train) parts.push({ split: 'train', source: 'train', examples: await allRows(train.rows) });
    if (validation)
      parts.push({ split: 'validation', source: 'validation', examples: await allRows(validation.rows) });
  }
  if (parts.length > 0) return parts;
  throw new StudioError('missing_split', `${dataset.path} has neither training nor validation rows.`);
}

/** Near duplicates within each part, as indices into all rows. */
function nearOf(rows: readonly UntaggedRow[]): (number | null)[] {
  const near = new Array<number | null>(rows.length).fill(null);
  for (const split of ['train', 'validation'] as const) {
    const indices = [...rows.keys()].filter((index) => rows[index]!.split === split);
    const texts = indices.map((index) => `${rows[index]!.text} ${rows[index]!.textPair ?? ''}`);
    for (const [i, other] of nearDuplicates(texts).entries())
      near[indices[i]!] = other === null ? null : indices[other]!;
  }
  return near;
}

function rowOf(example: RawExample, split: Part, source: Part, tokenizer: BertTokenizer): UntaggedRow {
  const { row, line, text, textPair, label, fileLabel, words, extra = {} } = example;
  const bare = { addSpecialTokens: false };
  const first = words ? tokenizer.encodeWords(words.tokens, bare) : tokenizer.encode(text, bare);
  const textTokens = first.inputIds.length;
  const pairTokens = textPair === null ? null : tokenizer.encode(textPair, bare).inputIds.length;
  return {
    source,
    row,
    split,
    line,
    text,
    textPair,
    labels: labelsOf(label),
    fileLabels: fileLabel === undefined ? null : labelsOf(fileLabel),
    words,
    textTokens,
    pairTokens,
    // [CLS] first [SEP], or [CLS] first [SEP] second [SEP]
    tokens: pairTokens === null ? textTokens + 2 : textTokens + pairTokens + 3,
    extra,
  };
}

function labelsOf(label: RawExample['label']): readonly string[] {
  return label === null ? [] : [label].flat();
}
