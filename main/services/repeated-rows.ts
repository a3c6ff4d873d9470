import { FirstSeen } from '../../app/data/first-seen.ts';
import { hash64 } from '../../app/data/hash64.ts';
import { IntList } from '../../app/data/int-list.ts';
import type { RawExample } from '../../app/data/raw-example.ts';
import type { Rows } from '../../app/data/rows.ts';

/** Rows that say again what an earlier row says. */
export interface Repeats {
  readonly count: number;
  /** The first few: the row, and the row it repeats. */
  readonly first: readonly { readonly row: RawExample; readonly of: RawExample }[];
}

const PLACES = 3;

/**
 * Rows with the text (or pair, or words) and the label of an earlier one; and rows with the text of an earlier one and
 * another label than that has. Streamed: memory holds a hash of each row.
 */
export async function repeatsWithin(
  rows: Rows,
): Promise<{ readonly duplicates: Repeats; readonly contradictions: Repeats }> {
  const [contents, whole] = [new FirstSeen(), new FirstSeen()];
  const labels = new IntList();
  const [duplicates, contradictions] = [new Found(), new Found()];
  await forEach(rows, (example, index) => {
    const [content, label] = [contentOf(example), labelOf(example)];
    labels.push(hash64(label).low);
    const same = whole.note(`${content}\u0000\u0000${label}`, index);
    if (same !== null) duplicates.add(index, same);
    const before = contents.note(content, index);
    if (before !== null && labels.values()[before] !== labels.values()[index])
      contradictions.add(index, before);
  });
  return {
    duplicates: await duplicates.read(rows, rows),
    contradictions: await contradictions.read(rows, rows),
  };
}

/** Rows of one part whose text is also in another, whatever the labels. */
export async function leaks(validation: Rows, train: Rows): Promise<Repeats> {
  const known = new FirstSeen();
  await forEach(train, (example, index) => known.note(contentOf(example), index));
  const found = new Found();
  await forEach(validation, (example, index) => {
    const of = known.find(contentOf(example));
    if (of !== null) found.add(index, of);
  });
  return found.read(validation, train);
}

class Found {
  #count = 0;
  readonly #first: [number, number][] = [];

  add(index: number, of: number): void {
    this.#count++;
    if (this.#first.length < PLACES) this.#first.push([index, of]);
  }

  async read(rows: Rows, others: Rows): Promise<Repeats> {
    const row = await rows.read(this.#first.map(([index]) => index));
    const of = await others.read(this.#first.map(([, index]) => index));
    return { count: this.#count, first: row.map((each, i) => ({ row: each, of: of[i]! })) };
  }
}

async function forEach(rows: Rows, visit: (example: RawExample, index: number) => void): Promise<void> {
  let index = 0;
  for await (const examples of rows.batches()) for (const example of examples) visit(example, index++);
}

function contentOf({ text, textPair, words }: RawExample): string {
  return words ? words.tokens.join('\u0000') : `${text}\u0000${textPair ?? ''}`;
}

function labelOf({ label, words }: RawExample): string {
  return words ? words.tags.join('\u0000') : JSON.stringify(label);
}
