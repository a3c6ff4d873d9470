import { type DataRow, PARTS, type RowTag, TAG_KINDS } from '../../../app/data/browsing/data-row.ts';
import type { RowTable, RowTokens } from '../../../app/data/browsing/row-table.ts';
import { labelsOf, type RawExample } from '../../../app/data/raw-example.ts';
import type { BertTokenizer } from '../../../app/tokenization/bert-tokenizer.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';

/** The rows at `indices` as the browser shows them. */
export async function dataRows(
  parts: PartsOfDataset,
  table: RowTable,
  indices: Int32Array,
  tokenizer: BertTokenizer,
  maxLength: number,
): Promise<DataRow[]> {
  const examples = await parts.read(indices);
  return examples.map((example, i): DataRow => {
    const index = indices[i]!;
    const { row, line, text, textPair, fileLabel, words, extra = {} } = example;
    const counted = table.tokens ? countsAt(table.tokens, index) : countTokens(example, tokenizer);
    return {
      source: parts.placeOf(index).source,
      row,
      split: PARTS[table.split[index]!]!,
      line,
      text,
      textPair,
      labels: words ? [] : labelsOf(example),
      fileLabels: fileLabel === undefined ? null : labelsOf({ ...example, label: fileLabel, words: null }),
      words,
      textTokens: counted.text,
      pairTokens: textPair === null ? null : counted.pair,
      tokens: counted.total,
      extra,
      tags: tagsOf(parts, table, index, counted.total > maxLength),
    };
  });
}

function countsAt({ text, pair, total }: RowTokens, index: number) {
  return { text: text[index]!, pair: pair[index]!, total: total[index]! };
}

/** Tokens of a row: of its text, of its second text, and of all with `[CLS]` and `[SEP]`. */
export function countTokens({ text, textPair, words }: RawExample, tokenizer: BertTokenizer) {
  const ids = words
    ? tokenizer.encodeWords(words.tokens, { addSpecialTokens: false }).inputIds
    : tokenizer.tokenIds(text);
  const { length } = ids;
  if (textPair === null) return { text: length, pair: 0, total: length + 2 };
  const pair = tokenizer.tokenIds(textPair).length;
  return { text: length, pair, total: length + pair + 3 };
}

/** In the order in which they are shown. */
function tagsOf(parts: PartsOfDataset, table: RowTable, index: number, truncated: boolean): RowTag[] {
  const { facts, repeats, split } = table;
  return TAG_KINDS.flatMap((kind): RowTag[] => {
    if (kind === 'truncated') return truncated ? [{ kind }] : [];
    // Its length aside, the table knows all tags.
    if (!table.hasTag(index, kind, Number.POSITIVE_INFINITY)) return [];
    if (kind === 'edited' || kind === 'left-out') return [{ kind }];
    if (kind === 'leak') {
      const { source, row } = parts.placeOf(repeats.leakOf[index]!);
      return [{ kind, split: PARTS[1 - split[index]!]!, source, of: row }];
    }
    if (kind === 'near-duplicate') return [{ kind, of: parts.placeOf(repeats.nearOf[index]!).row }];
    const of = repeats.duplicateOf[index]!;
    const contradicts = facts.labelHash[of] !== facts.labelHash[index];
    return [{ kind, of: parts.placeOf(of).row, contradicts }];
  });
}
