import type { ClassScores, Confusion } from './classification.ts';
import { scoresOf } from './classification.ts';
import { type Entity, EntityConfusion } from './entity-confusion.ts';

const ENTITY_TAG = /^(?:O|[BIES]-.+)$/;

/** Whether tags mark entities (`O`, `B-PER`, `I-PER`...) rather than classes of words (`NOUN`). */
export function areEntityTags(labels: readonly string[]): boolean {
  return labels.includes('O') && labels.every((label) => ENTITY_TAG.test(label));
}

/** Whether an entity ends between two words, in the reading of conlleval and seqeval's default mode. */
function endsBetween(before: string, after: string): boolean {
  if (before === 'O') return false;
  const [tag, next] = [before[0], after[0]];
  return (
    tag === 'E' ||
    tag === 'S' ||
    next === 'O' ||
    next === 'B' ||
    next === 'S' ||
    typeOf(before) !== typeOf(after)
  );
}

function startsBetween(before: string, after: string): boolean {
  if (after === 'O') return false;
  const [tag, next] = [before[0], after[0]];
  return (
    next === 'B' ||
    next === 'S' ||
    tag === 'O' ||
    tag === 'E' ||
    tag === 'S' ||
    typeOf(before) !== typeOf(after)
  );
}

const typeOf = (tag: string): string => tag.slice(2);

/** Entities of one sentence's tags. An `I-` with nothing before it starts an entity, as in seqeval's default mode. */
export function entitiesOf(tags: readonly string[]): Entity[] {
  const found: Entity[] = [];
  let start = 0;
  for (let i = 0; i <= tags.length; i++) {
    const before = tags[i - 1] ?? 'O';
    const after = tags[i] ?? 'O';
    if (endsBetween(before, after)) found.push({ type: typeOf(before), start, end: i - 1 });
    if (startsBetween(before, after)) start = i;
  }
  return found;
}

interface Counts {
  right: number;
  predicted: number;
  actual: number;
}

/** Counts entities sentence by sentence; an entity is right only with the same words and the same type. */
export class EntityCounter {
  readonly #byType = new Map<string, Counts>();
  readonly #confusion = new EntityConfusion();

  add(labels: readonly string[], predictions: readonly string[]): void {
    const actual = entitiesOf(labels);
    const predicted = entitiesOf(predictions);
    const known = new Set(actual.map(keyOf));
    this.#confusion.add(actual, predicted);
    for (const { type } of actual) this.#counts(type).actual += 1;
    for (const entity of predicted) {
      const counts = this.#counts(entity.type);
      counts.predicted += 1;
      if (known.has(keyOf(entity))) counts.right += 1;
    }
  }

  /** Over all types together (seqeval's `micro`). */
  total(): Readonly<Counts> {
    const total = { right: 0, predicted: 0, actual: 0 };
    for (const counts of this.#byType.values()) {
      total.right += counts.right;
      total.predicted += counts.predicted;
      total.actual += counts.actual;
    }
    return total;
  }

  /** By type, in alphabetical order. */
  scores(): (ClassScores & { readonly label: string; readonly support: number })[] {
    return [...this.#byType]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, { right, predicted, actual }]) => ({
        label,
        ...scoresOf(right, predicted, actual),
        support: actual,
      }));
  }

  /** Which were taken for which, its types in the order of `scores`. */
  confusion(): Confusion {
    return this.#confusion.matrix(this.scores().map(({ label }) => label));
  }

  #counts(type: string): Counts {
    let counts = this.#byType.get(type);
    if (counts === undefined) {
      counts = { right: 0, predicted: 0, actual: 0 };
      this.#byType.set(type, counts);
    }
    return counts;
  }
}

const keyOf = ({ type, start, end }: Entity): string => `${start} ${end} ${type}`;
