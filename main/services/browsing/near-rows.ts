import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { NOBODY } from '../../../app/data/browsing/repeats.ts';
import type { RowFacts } from '../../../app/data/browsing/row-facts.ts';
import { BANDS } from '../../../app/data/min-hash.ts';
import { jaccard, NEARLY_THE_SAME, nearDuplicates, wordsOf } from '../../../app/data/near-duplicates.ts';
import type { RawExample } from '../../../app/data/raw-example.ts';
import { makeCached, openCached } from '../../storage/dataset-cache.ts';
import { Pause } from '../../storage/pause.ts';
import type { RecordFile } from '../../storage/record-file.ts';
import { RowFile } from '../../storage/row-file.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';
import { textBlocks } from './text-blocks.ts';
import { WordHashes } from './word-hashes.ts';

/** Characters up to which every pair is found; in larger data those rows are compared that share a signature. */
const MOST_EXACT = 2 ** 20;
const BATCH = 2048;
/** Asking the clock takes as long as a few rows. */
const PAUSE_ROWS = 4096;

/** Told rows done. */
type Tell = (done: number) => void;

/** Changes when the same rows would give other pairs. */
const VERSION = 1;

/**
 * For each row an earlier one of its part that shares nearly all its words, or NOBODY. Memory holds eight numbers a row. In
 * large data one pair in seventy is missed where 80 % of the words are shared, fewer where more are; none is claimed that
 * is not so. What was found in rows on disk is kept there too.
 */
export async function nearRows(
  parts: PartsOfDataset,
  facts: RowFacts,
  split: Uint8Array,
  signal: AbortSignal,
  tell: Tell,
): Promise<Int32Array> {
  const key = keyOf(parts, split);
  const nearOf = (file: RecordFile) => checked(file.int32('near', parts.length));
  const kept = key === null ? null : await openCached('near', key, nearOf);
  if (kept) return kept;
  const texts = await shortTexts(parts);
  if (texts) return exact(texts, split);
  const signatures = await signaturesOf(parts, signal, tell);
  const candidates = await candidatesOf(facts, split, signatures, signal);
  const near = await confirmed(parts, candidates, signal);
  if (key === null) return near;
  return makeCached('near', key, nearOf, async () => ({ about: null, columns: { near } }));
}

function checked(near: Int32Array): Int32Array {
  if (near.every((other, row) => other >= NOBODY && other < row)) return near;
  throw new Error('It names rows that are not there.');
}

/** Null where rows are in memory: they are few. */
function keyOf({ sources }: PartsOfDataset, split: Uint8Array): string | null {
  const files = sources.flatMap(({ rows: { storage } }) => (storage instanceof RowFile ? [storage] : []));
  if (files.length < sources.length) return null;
  const division = createHash('sha256').update(split).digest('hex');
  return JSON.stringify([VERSION, files.map(({ key }) => key), division]);
}

/** All texts, or null where they are too much. */
async function shortTexts(parts: PartsOfDataset): Promise<string[] | null> {
  const texts: string[] = [];
  let characters = 0;
  for await (const examples of parts.batches()) {
    for (const example of examples) characters += texts[texts.push(textOf(example)) - 1]!.length;
    if (characters > MOST_EXACT) return null;
  }
  return texts;
}

async function exact(texts: readonly string[], split: Uint8Array): Promise<Int32Array> {
  const near = new Int32Array(texts.length).fill(NOBODY);
  for (const part of [0, 1]) {
    const rows = [...texts.keys()].filter((row) => split[row] === part);
    for (const [i, other] of nearDuplicates(rows.map((row) => texts[row]!)).entries())
      near[rows[i]!] = other === null ? NOBODY : rows[other]!;
    await setImmediate();
  }
  return near;
}

/** [rows, BANDS] */
async function signaturesOf(parts: PartsOfDataset, signal: AbortSignal, tell: Tell): Promise<Int32Array> {
  const signatures = new Int32Array(parts.length * BANDS);
  let row = 0;
  const hashes = new WordHashes();
  const pause = new Pause();
  for await (const block of textBlocks(parts)) {
    signatures.set(hashes.signatures(block), row * BANDS);
    row += block.count;
    signal.throwIfAborted();
    tell(row);
    await pause.whenDue();
  }
  return signatures;
}

/** For each band the first row of the part with the same number there: [rows, BANDS]. Rows that repeat another are left out. */
async function candidatesOf(
  { content, length }: RowFacts,
  split: Uint8Array,
  signatures: Int32Array,
  signal: AbortSignal,
): Promise<Int32Array> {
  const candidates = new Int32Array(length * BANDS).fill(NOBODY);
  // A hash table of rows, open addressing, at most half full.
  const bits = Math.ceil(Math.log2(2 * length + 2));
  const table = new Int32Array(2 ** bits);
  const keys = new Int32Array(2 ** bits);
  const pause = new Pause();
  for (let band = 0; band < BANDS; band++) {
    table.fill(NOBODY);
    for (let row = 0; row < length; row++) {
      if (row % PAUSE_ROWS === 0 && (await pause.whenDue())) signal.throwIfAborted();
      if (content[row] !== row && split[content[row]!] === split[row]) continue;
      const key = signatures[row * BANDS + band]!;
      let slot = Math.imul(key, 0x9e3779b1) >>> (32 - bits);
      while (table[slot] !== NOBODY && (keys[slot] !== key || split[table[slot]!] !== split[row]))
        slot = (slot + 1) & (table.length - 1);
      if (table[slot] !== NOBODY) candidates[row * BANDS + band] = table[slot]!;
      else {
        table[slot] = row;
        keys[slot] = key;
      }
    }
  }
  return candidates;
}

async function confirmed(
  parts: PartsOfDataset,
  candidates: Int32Array,
  signal: AbortSignal,
): Promise<Int32Array> {
  const near = new Int32Array(parts.length).fill(NOBODY);
  const pairs: [number, number][] = [];
  const pause = new Pause();
  const check = async () => {
    const [own, others] = [pairs.map(([row]) => row), pairs.map(([, other]) => other)];
    const [a, b] = [await parts.read(own), await parts.read(others)];
    for (const [i, [row, other]] of pairs.entries()) {
      if (near[row] !== NOBODY && near[row]! <= other) continue;
      if (jaccard(wordsOf(textOf(a[i]!)), wordsOf(textOf(b[i]!))) >= NEARLY_THE_SAME) near[row] = other;
    }
    pairs.length = 0;
    signal.throwIfAborted();
    await pause.whenDue();
  };
  for (let row = 0; row < near.length; row++) {
    if (row % PAUSE_ROWS === 0) await pause.whenDue();
    for (let i = row * BANDS; i < (row + 1) * BANDS; i++) {
      const other = candidates[i]!;
      const isKnown = other === NOBODY || candidates.subarray(row * BANDS, i).includes(other);
      if (!isKnown) pairs.push([row, other]);
    }
    if (pairs.length >= BATCH) await check();
  }
  if (pairs.length > 0) await check();
  return near;
}

function textOf({ text, textPair }: RawExample): string {
  return `${text} ${textPair ?? ''}`;
}
