import type { DatasetColumns } from '../columns.ts';
import { tokenHeads } from './columns-of-rows.ts';
import { TAG_KINDS, type TagKind } from './data-row.ts';
import { NOBODY, type RowRepeats } from './repeats.ts';
import type { RowFacts } from './row-facts.ts';
import type { ColumnFilter, RowQuery } from './row-query.ts';
import { hasNames, isMissing, NO_RANK, orderedByRank, ranksOf, type TableColumn } from './table-column.ts';

/** Tokens of each row by the tokenizer asked for. */
export interface RowTokens {
  readonly text: Int32Array;
  /** All 0 where there is no second text. */
  readonly pair: Int32Array;
  /** Special tokens included. */
  readonly total: Int32Array;
}

/** Where a text column has no numbers for its order: the rank of each row's text. */
export type TextRanks = ReadonlyMap<string, Int32Array>;

/** The columns in the order shown. */
export function columnsOf(
  facts: RowFacts,
  tokens: RowTokens | null,
  columns: DatasetColumns,
): readonly TableColumn[] {
  const counts = new Map<string, Int32Array>(
    Object.entries(tokens ? { text: tokens.text, text_pair: tokens.pair, tokens: tokens.total } : {}),
  );
  const unknown = new Float64Array(tokens ? 0 : facts.length).fill(Number.NaN);
  return [
    ...(facts.label ? [facts.label] : []),
    ...tokenHeads(columns).map((head) => {
      const count = counts.get(head.id);
      return { head, values: count ? new Float64Array(count) : unknown };
    }),
    ...facts.extra,
  ];
}

/** Rows as columns of numbers, so that a million are filtered and ordered without reading one. */
export class RowTable {
  readonly facts: RowFacts;
  /** Per row: 0 for training, 1 for validation. */
  readonly split: Uint8Array;
  readonly repeats: RowRepeats;
  /** Null while they are being counted. */
  readonly tokens: RowTokens | null;
  /** In the order shown. */
  readonly columns: readonly TableColumn[];
  readonly #ranks = new Map<string, Int32Array>();

  constructor(
    facts: RowFacts,
    split: Uint8Array,
    repeats: RowRepeats,
    tokens: RowTokens | null,
    columns: readonly TableColumn[],
  ) {
    this.facts = facts;
    this.split = split;
    this.repeats = repeats;
    this.tokens = tokens;
    this.columns = columns;
  }

  get length(): number {
    return this.facts.length;
  }

  /**
   * The rows that split, filters, tag and search leave, in the order asked for.
   *
   * @param found 1 for each row that the search finds; null without a search.
   * @param texts ranks of text columns, where one of them gives the order.
   */
  select(query: RowQuery, maxLength: number, found: Uint8Array | null, texts: TextRanks): Int32Array {
    const rows = new Int32Array(this.length);
    for (let row = 0; row < rows.length; row++) rows[row] = row;
    let count = rows.length;
    for (const passes of this.#conditions(query, maxLength, found)) {
      let kept = 0;
      for (let i = 0; i < count; i++) if (passes(rows[i]!)) rows[kept++] = rows[i]!;
      count = kept;
    }
    return this.#ordered(rows.subarray(0, count), query, maxLength, texts);
  }

  isTruncated(row: number, maxLength: number): boolean {
    return this.tokens !== null && this.tokens.total[row]! > maxLength;
  }

  hasTag(row: number, kind: TagKind, maxLength: number): boolean {
    const { leakOf, duplicateOf, nearOf } = this.repeats;
    if (kind === 'leak') return leakOf[row] !== NOBODY;
    if (kind === 'duplicate') return duplicateOf[row] !== NOBODY;
    if (kind === 'near-duplicate') return nearOf[row] !== NOBODY;
    if (kind === 'left-out') return this.facts.leftOut[row] === 1;
    return kind === 'truncated' ? this.isTruncated(row, maxLength) : this.facts.edited[row] === 1;
  }

  #conditions({ split, filters, tag }: RowQuery, maxLength: number, found: Uint8Array | null) {
    const wanted = split === 'validation' ? 1 : 0;
    return [
      ...(split === 'all' ? [] : [(row: number) => this.split[row] === wanted]),
      ...(tag === null ? [] : [(row: number) => this.hasTag(row, tag, maxLength)]),
      ...filters.map((filter) => this.#passesFilter(filter)),
      ...(found === null ? [] : [(row: number) => found[row] === 1]),
    ];
  }

  #passesFilter(filter: ColumnFilter): (row: number) => boolean {
    const column = this.columns.find(({ head }) => head.id === filter.column);
    if (!column) return () => false;
    if ('missing' in filter) return (row) => isMissing(column, row);
    if ('values' in filter) {
      if (!hasNames(column)) return () => false;
      const wanted = new Set(filter.values);
      const fits = column.sets.map((names) => names.some((name) => wanted.has(name)));
      return (row) => fits[column.ids[row]!] === true;
    }
    const values = hasNames(column) ? null : column.values;
    return (row) => values !== null && values[row]! >= filter.from && values[row]! <= filter.to;
  }

  #ordered(rows: Int32Array, query: RowQuery, maxLength: number, texts: TextRanks): Int32Array {
    const { sort, descending } = query;
    const column = this.columns.find(({ head }) => head.id === sort);
    if (sort === 'tags') return orderedByRank(rows, this.#gravest(maxLength), descending);
    if (!column) return descending ? rows.slice().reverse() : rows;
    const ranks = texts.get(sort) ?? this.#ranks.get(sort) ?? ranksOf(column);
    if (!texts.has(sort)) this.#ranks.set(sort, ranks);
    return orderedByRank(rows, ranks, descending);
  }

  /** Leaks before repetitions before the rest. */
  #gravest(maxLength: number): Int32Array {
    const ranks = new Int32Array(this.length);
    for (let row = 0; row < ranks.length; row++) {
      const rank = TAG_KINDS.findIndex((kind) => this.hasTag(row, kind, maxLength));
      ranks[row] = rank < 0 ? NO_RANK : rank;
    }
    return ranks;
  }
}
