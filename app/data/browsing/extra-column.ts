import type { TableColumn } from './table-column.ts';

/** A column of more different values than this holds texts, not names. */
const MOST_CATEGORIES = 50;
/** Up to so many different whole numbers are names rather than amounts. */
const MOST_NUMERIC_CATEGORIES = 20;

/** As ISO 8601 writes a day, with or without a time after it. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/;
const DAY_MILLISECONDS = 86_400_000;

/** Gathers a column that training does not use; what kind it is shows at the end. */
export class ExtraColumn {
  readonly #name: string;
  /** While all values are numbers. */
  #numbers: Float64Array | null;
  readonly #length: number;
  /** Since 1970, from the first value on, while all are dates. */
  #days: Float64Array | null | undefined;
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
    this.#length = length;
    this.#characters = new Float64Array(length).fill(Number.NaN);
    this.#ids = new Int32Array(length).fill(-1);
  }

  set(row: number, value: string): void {
    this.#present++;
    this.#characters[row] = value.length;
    const number = Number(value);
    if (!Number.isFinite(number)) this.#numbers = null;
    if (this.#numbers) this.#numbers[row] = number;
    if (this.#days !== null) this.#countDay(row, value);
    this.#whole &&= Number.isInteger(number);
    if (this.#ids) this.#count(row, value);
  }

  column(): TableColumn {
    const head = { id: `extra:${this.#name}`, name: this.#name };
    const distinct = this.#names.size;
    const few = this.#ids !== null && (distinct < this.#present || this.#present <= 1);
    const areNames = this.#whole && few && distinct <= MOST_NUMERIC_CATEGORIES;
    if (this.#numbers && !areNames)
      return { head: { ...head, kind: 'number', unit: 'value' }, values: this.#numbers };
    if (this.#days && !(few && distinct <= MOST_NUMERIC_CATEGORIES))
      return { head: { ...head, kind: 'number', unit: 'day' }, values: this.#days };
    if (this.#ids && few) {
      const sets = [...this.#names.keys()].map((name) => [name]);
      return { head: { ...head, kind: 'category', unit: 'value' }, ids: this.#ids, sets };
    }
    return { head: { ...head, kind: 'text', unit: 'characters' }, values: this.#characters };
  }

  #countDay(row: number, value: string): void {
    const at = DATE.test(value) ? Date.parse(value.slice(0, 10)) : Number.NaN;
    if (Number.isNaN(at)) {
      this.#days = null;
      return;
    }
    this.#days ??= new Float64Array(this.#length).fill(Number.NaN);
    this.#days[row] = at / DAY_MILLISECONDS;
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
