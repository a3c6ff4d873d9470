import type { TableColumn } from './table-column.ts';

/** A column of more different values than this holds texts, not names. */
const MOST_CATEGORIES = 50;
/** Up to so many different whole numbers are names rather than amounts. */
const MOST_NUMERIC_CATEGORIES = 20;

/** Gathers a column that training does not use; what kind it is shows at the end. */
export class ExtraColumn {
  readonly #name: string;
  /** While all values are numbers. */
  #numbers: Float64Array | null;
  readonly #characters: Float64Array;
  /** While there are few different values. */
  #ids: Int32Array | null;
  readonly #names = new Map<string, number>();
  #whole = true;
  #present = 0;

  /** @param length rows there will be. */
  constructor(name: string, length: number) {
    this.#name = name;
    this.#numbers = new Float64Array(length).fill(Number.NaN);
    this.#characters = new Float64Array(length).fill(Number.NaN);
    this.#ids = new Int32Array(length).fill(-1);
  }

  set(row: number, value: string): void {
    this.#present++;
    this.#characters[row] = value.length;
    const number = Number(value);
    if (!Number.isFinite(number)) this.#numbers = null;
    if (this.#numbers) this.#numbers[row] = number;
    this.#whole &&= Number.isInteger(number);
    if (this.#ids) this.#count(row, value);
  }

  column(): TableColumn {
    const head = { id: `extra:${this.#name}`, name: this.#name };
    const distinct = this.#names.size;
    const few = this.#ids !== null && (distinct < this.#present || this.#present <= 1);
    const isAmount = this.#numbers && !(this.#whole && few && distinct <= MOST_NUMERIC_CATEGORIES);
    if (this.#numbers && isAmount)
      return { head: { ...head, kind: 'number', unit: 'value' }, values: this.#numbers };
    if (this.#ids && few) {
      const sets = [...this.#names.keys()].map((name) => [name]);
      return { head: { ...head, kind: 'category', unit: 'value' }, ids: this.#ids, sets };
    }
    return { head: { ...head, kind: 'text', unit: 'characters' }, values: this.#characters };
  }

  #count(row: number, value: string): void {
    const known = this.#names.get(value);
    if (known === undefined && this.#names.size === MOST_CATEGORIES) {
      this.#ids = null;
      return;
    }
    const id = known ?? this.#names.size;
    if (known === undefined) this.#names.set(value, id);
    this.#ids![row] = id;
  }
}
