import { alignTags } from '../../app/data/alignment.ts';
import { type EncodedSplit, unknownLabel } from '../../app/data/encode.ts';
import type { EncodedExample } from '../../app/data/example.ts';
import { labelsOf } from '../../app/data/raw-example.ts';
import type { Rows } from '../../app/data/rows.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { keptLengths } from '../../app/tokenization/truncation.ts';
import { decodeTokens, type TokenRecord } from './token-codec.ts';
import type { TokenFile } from './token-file.ts';

interface StoredOptions {
  readonly head: HeadSpec;
  readonly maxLength: number;
  readonly file: string;
  readonly special: { readonly cls: number; readonly sep: number };
}

/**
 * Examples whose tokens are on disk: truncated, put between special tokens and given the head's label ids as they are read.
 *
 * @throws StudioError `unknown_label` naming file and line; `damaged_file`.
 */
export async function encodeStored(
  rows: Rows,
  tokens: TokenFile,
  { head, maxLength, file, special }: StoredOptions,
): Promise<EncodedSplit> {
  await checkLabels(rows, head, file);
  const headIds = rows.labels.names.map((name) => head.labels.indexOf(name));
  const full = Int32Array.from({ length: rows.length }, (_, i) => tokens.lengths[rows.placeOf(i)]!);

  const examplesAt = async (indices: ArrayLike<number>) => {
    const places = Int32Array.from(indices, (index) => rows.placeOf(index));
    const records = await tokens.file.read(places);
    return records.map((bytes, i) => {
      const record = decoded(bytes, tokens);
      const { inputIds, tokenTypeIds, wordIds } = assembled(record, maxLength, special);
      const row = rows.storage.rows[places[i]!]!;
      if (wordIds && head.task === 'token-classification') {
        const { labels, lost } = alignTags(
          wordIds,
          Array.from(labelIds(rows, places[i]!, record), (id) => headIds[id]!),
        );
        return { lost, example: { row, inputIds, tokenTypeIds, label: labels } };
      }
      const label = labelOf(rows, indices[i]!, record, head, headIds);
      return { lost: [], example: { row, inputIds, tokenTypeIds, label } };
    });
  };

  const lostWords = new Map<number, readonly number[]>();
  if (head.task === 'token-classification') {
    const cut = Array.from(full.keys()).filter(
      (i) => full[i]! > maxLength || tokens.emptyWords[rows.placeOf(i)] === 1,
    );
    for (let start = 0; start < cut.length; start += 1024) {
      for (const { lost, example } of await examplesAt(cut.slice(start, start + 1024)))
        if (lost.length > 0) lostWords.set(example.row, lost);
    }
  }
  return {
    source: {
      length: rows.length,
      lengths: full.map((length) => Math.min(length, maxLength)),
      read: async (indices) => (await examplesAt(indices)).map(({ example }) => example),
    },
    truncated: full.reduce((count, length) => count + (length > maxLength ? 1 : 0), 0),
    lostWords,
  };
}

function decoded(bytes: Buffer, { file }: TokenFile): TokenRecord {
  try {
    return decodeTokens(bytes);
  } catch (error) {
    throw file.damaged(error);
  }
}

/** `[CLS] first [SEP]` or `[CLS] first [SEP] second [SEP]`, truncated as `longest_first`. */
function assembled(
  { first, second, wordIds }: TokenRecord,
  maxLength: number,
  special: StoredOptions['special'],
) {
  const room = maxLength - (second === null ? 2 : 3);
  const [a, b] = keptLengths(first.length, second?.length ?? null, room, 'longest_first');
  const length = a + 2 + (second === null ? 0 : b + 1);
  const inputIds = new Int32Array(length);
  const tokenTypeIds = new Uint8Array(length).fill(1, a + 2);
  inputIds[0] = special.cls;
  inputIds.set(first.subarray(0, a), 1);
  inputIds[a + 1] = special.sep;
  if (second !== null) {
    inputIds.set(second.subarray(0, b), a + 2);
    inputIds[length - 1] = special.sep;
  }
  const words = wordIds && Int32Array.from({ length }, (_, i) => (i > 0 && i <= a ? wordIds[i - 1]! : -1));
  return { inputIds, tokenTypeIds, wordIds: words };
}

function labelOf(
  rows: Rows,
  index: number,
  record: TokenRecord,
  head: HeadSpec,
  headIds: readonly number[],
): EncodedExample['label'] {
  const id = rows.labels.ids[index]!;
  const name = rows.labels.names[id];
  if (head.task === 'fill-mask') return 0;
  if (head.problemType === 'regression') return Number(name);
  if (name !== undefined) return headIds[id]!;
  if (head.problemType !== 'multi_label_classification') return 0;
  const several = new Float32Array(head.labels.length);
  for (const one of labelIds(rows, rows.placeOf(index), record)) several[headIds[one]!] = 1;
  return several;
}

/** Places in `rows.labels.names` of a row's labels or tags: those given by hand, else the file's. */
function labelIds(
  rows: Rows,
  place: number,
  { labels, wordIds }: TokenRecord,
): Int32Array | readonly number[] {
  const edit = rows.editOf(place);
  if (edit === undefined || (wordIds && edit.length !== labels.length)) return labels;
  return edit.map((label) => rows.labels.names.indexOf(label));
}

/** @throws StudioError `unknown_label` for the first row that has a label the head has not. */
async function checkLabels(rows: Rows, head: HeadSpec, file: string): Promise<void> {
  if (head.task === 'fill-mask' || head.problemType === 'regression') return;
  const known = new Set(head.labels);
  if (rows.labels.names.every((name) => known.has(name))) return;
  for await (const examples of rows.batches()) {
    for (const example of examples) {
      const unknown = labelsOf(example).find((label) => !known.has(label));
      if (unknown !== undefined) throw unknownLabel(unknown, example, head, file);
    }
  }
}
