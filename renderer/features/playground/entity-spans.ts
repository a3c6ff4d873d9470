import type { WordLabel } from '../../../app/contract/inference.ts';

/** Words that belong together: one name, or what lies between names. */
interface EntitySpan {
  /** `PER` of `B-PER`; null between names. */
  readonly type: string | null;
  /** Where it starts in the text. */
  readonly start: number;
  readonly words: readonly WordLabel[];
  /** The least sure of its words. */
  readonly score: number;
}

/** Joins words by their BIO labels as seqeval does by default: an `I-` after another kind begins a name too. */
export function spansOf(words: readonly WordLabel[]): EntitySpan[] {
  const spans: (EntitySpan & { words: WordLabel[]; score: number })[] = [];
  for (const word of words) {
    const type = typeOf(word.label);
    const last = spans.at(-1);
    const begins = type !== null && word.label!.startsWith('B-');
    if (last && last.type === type && !begins) {
      last.words.push(word);
      last.score = Math.min(last.score, word.score ?? 0);
    } else {
      spans.push({ type, start: word.start, words: [word], score: word.score ?? 0 });
    }
  }
  return spans;
}

function typeOf(label: string | null): string | null {
  return label === null || label === 'O' ? null : label.replace(/^[BI]-/, '');
}
