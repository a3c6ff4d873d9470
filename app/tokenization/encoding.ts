import { sum } from '../math/sum.ts';

/** Tokens of one text before special tokens are put around them; the arrays run in parallel. */
export interface Pieces {
  readonly ids: number[];
  /** UTF-16 units of the text, [start, end). */
  readonly starts: number[];
  readonly ends: number[];
  /** Word of each token, 0-based. */
  readonly words: number[];
  wordCount: number;
}

export function emptyPieces(): Pieces {
  return { ids: [], starts: [], ends: [], words: [], wordCount: 0 };
}

/** What a text or a pair becomes. Every array but `offsets` has one value a token, special tokens and padding included. */
export interface Encoding {
  readonly inputIds: Int32Array;
  /** 0 for the first text (and padding), 1 for the second. */
  readonly tokenTypeIds: Uint8Array;
  /** 1 for real tokens, 0 for padding. */
  readonly attentionMask: Uint8Array;
  /** 1 for tokens the tokenizer put in (`[CLS]`, `[SEP]`, padding). */
  readonly specialTokensMask: Uint8Array;
  /** [length, 2]: start and end of each token in its own text (or word), in UTF-16 units as JavaScript slices; 0, 0 for special tokens. */
  readonly offsets: Int32Array;
  /** Word of each token within its text, -1 for special tokens. */
  readonly wordIds: Int32Array;
  /** Tokens cut away by truncation; 0 when everything fitted. */
  readonly truncatedTokens: number;
}

export interface SpecialIds {
  readonly cls: number;
  readonly sep: number;
  readonly pad: number;
}

/**
 * `[CLS] first [SEP]` or `[CLS] first [SEP] second [SEP]`, keeping the first `kept` pieces of each.
 * Without `special`, the bare tokens.
 */
export function assemble(
  sequences: readonly Pieces[],
  kept: readonly number[],
  special: SpecialIds | null,
): Encoding {
  const pieces = sum(kept);
  const encoding = allocate(pieces + (special ? sequences.length + 1 : 0));
  const { inputIds, tokenTypeIds, specialTokensMask, offsets, wordIds } = encoding;
  let at = 0;
  const putSpecial = (id: number, type: number) => {
    inputIds[at] = id;
    tokenTypeIds[at] = type;
    specialTokensMask[at] = 1;
    wordIds[at] = -1;
    at++;
  };
  if (special) putSpecial(special.cls, 0);
  for (const [type, sequence] of sequences.entries()) {
    for (let i = 0; i < kept[type]!; i++, at++) {
      inputIds[at] = sequence.ids[i]!;
      tokenTypeIds[at] = type;
      offsets[2 * at] = sequence.starts[i]!;
      offsets[2 * at + 1] = sequence.ends[i]!;
      wordIds[at] = sequence.words[i]!;
    }
    if (special) putSpecial(special.sep, type);
  }
  const total = sequences.reduce((sum, sequence) => sum + sequence.ids.length, 0);
  return { ...encoding, attentionMask: encoding.attentionMask.fill(1), truncatedTokens: total - pieces };
}

/** The encoding followed by padding up to `length` tokens; itself when it is as long already. */
export function padTo(encoding: Encoding, length: number, padId: number): Encoding {
  const used = encoding.inputIds.length;
  if (used >= length) return encoding;
  const padded = allocate(length);
  padded.inputIds.fill(padId, used).set(encoding.inputIds);
  padded.tokenTypeIds.set(encoding.tokenTypeIds);
  padded.attentionMask.set(encoding.attentionMask);
  padded.specialTokensMask.fill(1, used).set(encoding.specialTokensMask);
  padded.offsets.set(encoding.offsets);
  padded.wordIds.fill(-1, used).set(encoding.wordIds);
  return { ...padded, truncatedTokens: encoding.truncatedTokens };
}

function allocate(length: number) {
  return {
    inputIds: new Int32Array(length),
    tokenTypeIds: new Uint8Array(length),
    attentionMask: new Uint8Array(length),
    specialTokensMask: new Uint8Array(length),
    offsets: new Int32Array(2 * length),
    wordIds: new Int32Array(length),
  };
}
