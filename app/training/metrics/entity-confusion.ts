import type { Confusion } from './classification.ts';

/** A named entity: words `start` to `end`, both included. */
export interface Entity {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Stands for no type of its own: a name found with other words, and none at all. No tag has such a type. */
const IN_PART = ' in part';
const NONE = ' none';

/**
 * Which entities were taken for which, in the five cases of MUC-5 (Chinchor & Sundheim 1993): the same words with the
 * right type or another, found in part, missed, invented. An entity is counted in one cell of its row, a prediction in
 * one of its column, so that scores by type follow from the sums of both.
 */
export class EntityConfusion {
  readonly #counts = new Map<string, Map<string, number>>();

  /** The entities of one sentence. Those of one side do not overlap each other. */
  add(actual: readonly Entity[], predicted: readonly Entity[]): void {
    for (const entity of actual) {
      const same = predicted.find((other) => areSameWords(entity, other));
      this.#count(entity.type, same?.type ?? without(entity, predicted));
    }
    for (const entity of predicted) {
      if (actual.some((other) => areSameWords(entity, other))) continue;
      this.#count(without(entity, actual), entity.type);
    }
  }

  /** `[types + 2, types + 2]`: after the types the row and the column of those found in part, then of none. */
  matrix(types: readonly string[]): Confusion {
    const heads = [...types, IN_PART, NONE];
    return heads.map((actual) => heads.map((predicted) => this.#counts.get(actual)?.get(predicted) ?? 0));
  }

  #count(actual: string, predicted: string): void {
    const row = this.#counts.get(actual) ?? new Map<string, number>();
    row.set(predicted, (row.get(predicted) ?? 0) + 1);
    this.#counts.set(actual, row);
  }
}

const areSameWords = (a: Entity, b: Entity): boolean => a.start === b.start && a.end === b.end;

const without = (entity: Entity, others: readonly Entity[]): string =>
  others.some(({ start, end }) => start <= entity.end && entity.start <= end) ? IN_PART : NONE;
