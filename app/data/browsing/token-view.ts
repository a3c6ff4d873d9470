import type { BertTokenizer } from '../../tokenization/bert-tokenizer.ts';
import type { Encoding } from '../../tokenization/encoding.ts';
import { entitySpans } from './entities.ts';

export interface ViewedToken {
  readonly token: string;
  readonly id: number;
  /** `[CLS]` and `[SEP]`, which the tokenizer put in. */
  readonly special: boolean;
  /** Also in the other text of the pair. */
  readonly shared: boolean;
  /** Lost when the row is cut to `max_seq_length`. */
  readonly cut: boolean;
  /** Type of the entity it belongs to. */
  readonly entity: string | null;
}

export interface TokenView {
  /** One list a text. */
  readonly sequences: readonly (readonly ViewedToken[])[];
  /** Special tokens included. */
  readonly total: number;
  readonly unknown: number;
  /** Different tokens that stand in both texts. */
  readonly shared: number;
  readonly cut: number;
}

interface TokenizedRow {
  readonly text: string;
  readonly textPair: string | null;
  readonly words: { readonly tokens: readonly string[]; readonly tags: readonly string[] } | null;
}

/** The tokens of a row as training reads them, and which of them `maxLength` takes away (`longest_first`). */
export function tokenView(row: TokenizedRow, tokenizer: BertTokenizer, maxLength: number): TokenView {
  const whole = encoded(row, tokenizer);
  const kept = keptOf(encoded(row, tokenizer, maxLength));
  const tokens = tokenizer.convertIdsToTokens(whole.inputIds);
  const types = row.words ? entityOfWord(row.words.tags) : [];
  const idsOf = (type: number) => new Set(whole.inputIds.filter((_, i) => whole.tokenTypeIds[i] === type));
  const others = row.textPair === null ? null : [idsOf(1), idsOf(0)];
  const sequences: ViewedToken[][] = row.textPair === null ? [[]] : [[], []];
  const seen = [0, 0];
  for (const [i, id] of whole.inputIds.entries()) {
    const type = whole.tokenTypeIds[i]!;
    const special = whole.specialTokensMask[i] === 1;
    sequences[type]!.push({
      token: tokens[i]!,
      id,
      special,
      shared: !special && (others?.[type]?.has(id) ?? false),
      cut: !special && seen[type]!++ >= kept[type]!,
      entity: special ? null : (types[whole.wordIds[i]!] ?? null),
    });
  }
  const all = sequences.flat();
  return {
    sequences,
    total: all.length,
    unknown: all.filter(({ id }) => id === tokenizer.specialIds.unk).length,
    shared: new Set(all.filter(({ shared }) => shared).map(({ id }) => id)).size,
    cut: all.filter(({ cut }) => cut).length,
  };
}

function encoded(
  { text, textPair, words }: TokenizedRow,
  tokenizer: BertTokenizer,
  maxLength?: number,
): Encoding {
  const options = maxLength === undefined ? {} : ({ truncation: 'longest_first', maxLength } as const);
  if (words) return tokenizer.encodeWords(words.tokens, options);
  return tokenizer.encode(textPair === null ? text : [text, textPair], options);
}

/** Tokens of each text that stay. */
function keptOf({ tokenTypeIds, specialTokensMask }: Encoding): [number, number] {
  const kept: [number, number] = [0, 0];
  for (const [i, type] of tokenTypeIds.entries()) if (specialTokensMask[i] === 0) kept[type as 0 | 1]++;
  return kept;
}

function entityOfWord(tags: readonly string[]): (string | null)[] {
  const types = new Array<string | null>(tags.length).fill(null);
  for (const { type, from, to } of entitySpans(tags)) types.fill(type, from, to);
  return types;
}
