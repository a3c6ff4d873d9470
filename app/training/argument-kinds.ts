export type ArgumentGroup =
  | 'run'
  | 'duration'
  | 'batches'
  | 'optimizer'
  | 'schedule'
  | 'regularization'
  | 'evaluation'
  | 'saving'
  | 'logging'
  | 'model'
  | 'reproducibility';

interface Description {
  readonly group: ArgumentGroup;
  /** One sentence for `--help` and for a form's hint. */
  readonly help: string;
  /** Other names by which the same argument may be given. */
  readonly aliases?: readonly string[];
}

/** Bounds of a number; `above` and `below` exclude the bound itself. */
interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

type ArgumentKind = 'text' | 'number' | 'integer' | 'steps' | 'boolean' | 'choice' | 'class_weights';

/** One row of the arguments table. `read` turns any given value into the argument's type or says what is wrong. */
export interface Argument<Value> extends Description {
  readonly kind: ArgumentKind;
  readonly default: Value;
  readonly nullable: boolean;
  readonly bounds: Bounds;
  readonly choices: readonly string[];
  read(given: unknown): Reading<Value>;
}

type Reading<Value> = { readonly value: Value } | { readonly problem: string };
type Widen<Default, Value> = Default extends null ? Value | null : Value;

function argument<Value, Default extends Value | null>(
  kind: ArgumentKind,
  row: Description & {
    readonly default: Default;
    readonly bounds?: Bounds;
    readonly choices?: readonly string[];
  },
  read: (given: unknown) => Reading<Value>,
): Argument<Widen<Default, Value>> {
  const nullable = row.default === null;
  return {
    ...row,
    kind,
    nullable,
    bounds: row.bounds ?? {},
    choices: row.choices ?? [],
    default: row.default as Widen<Default, Value>,
    read: (given) => {
      const isNull = given === null || (typeof given === 'string' && /^(none|null)$/i.test(given));
      if (nullable && isNull) return { value: null as Widen<Default, Value> };
      return read(given) as Reading<Widen<Default, Value>>;
    },
  };
}

function describeBounds({ min, max, above, below }: Bounds): string {
  const parts = [
    min === undefined ? '' : `at least ${min}`,
    above === undefined ? '' : `more than ${above}`,
    max === undefined ? '' : `at most ${max}`,
    below === undefined ? '' : `less than ${below}`,
  ];
  return parts.filter((part) => part !== '').join(' and ');
}

function withinBounds(value: number, { min, max, above, below }: Bounds): boolean {
  return (
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

function toNumber(given: unknown): number {
  if (typeof given === 'number') return given;
  return typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
}

function readNumber(
  given: unknown,
  what: string,
  bounds: Bounds,
  accept: (value: number) => boolean,
): Reading<number> {
  const value = toNumber(given);
  if (Number.isFinite(value) && accept(value) && withinBounds(value, bounds)) return { value };
  return { problem: `must be ${what} ${describeBounds(bounds)}`.trimEnd() };
}

export function number<Default extends number | null>(
  row: Description & { readonly default: Default; readonly bounds: Bounds },
) {
  return argument<number, Default>('number', row, (given) =>
    readNumber(given, 'a number', row.bounds, () => true),
  );
}

export function integer<Default extends number | null>(
  row: Description & { readonly default: Default; readonly bounds: Bounds },
) {
  return argument<number, Default>('integer', row, (given) =>
    readNumber(given, 'a whole number', row.bounds, Number.isSafeInteger),
  );
}

/** A number of steps (whole, 1 or more) or a share of the run (between 0 and 1, both excluded). */
export function steps<Default extends number | null>(row: Description & { readonly default: Default }) {
  return argument<number, Default>('steps', { ...row, bounds: { above: 0 } }, (given) => {
    const value = toNumber(given);
    if (value > 0 && (value < 1 || Number.isSafeInteger(value))) return { value };
    return { problem: 'must be a whole number of steps, or a share of the run between 0 and 1' };
  });
}

export function text<Default extends string | null>(row: Description & { readonly default: Default }) {
  return argument<string, Default>('text', row, (given) =>
    typeof given === 'string' && given.trim() !== ''
      ? { value: given }
      : { problem: 'must be a text that is not empty' },
  );
}

export function boolean<Default extends boolean | null>(row: Description & { readonly default: Default }) {
  return argument<boolean, Default>('boolean', row, (given) => {
    if (typeof given === 'boolean') return { value: given };
    if (typeof given === 'string' && /^(true|yes|on|1)?$/i.test(given)) return { value: true };
    if (typeof given === 'string' && /^(false|no|off|0)$/i.test(given)) return { value: false };
    return { problem: 'must be true or false' };
  });
}

export function choice<const Choice extends string, Default extends NoInfer<Choice> | null>(
  choices: readonly Choice[],
  row: Description & { readonly default: Default },
) {
  return argument<Choice, Default>('choice', { ...row, choices }, (given) => {
    const found = choices.find((name) => name === given);
    return found === undefined ? { problem: `must be one of ${choices.join(', ')}` } : { value: found };
  });
}

/** `balanced`, or one weight a class in the order of the labels; null for none. */
export type ClassWeightsArgument = 'balanced' | readonly number[] | null;

export function classWeights(row: Description) {
  return argument<'balanced' | readonly number[], null>(
    'class_weights',
    { ...row, default: null },
    (given) => {
      if (given === 'balanced') return { value: given };
      const items = typeof given === 'string' ? given.replace(/^\[|\]$/g, '').split(',') : given;
      const weights = Array.isArray(items) ? items.map(toNumber) : [];
      const usable = weights.length > 0 && weights.every((weight) => Number.isFinite(weight) && weight >= 0);
      if (usable && weights.some((weight) => weight > 0)) return { value: weights };
      return {
        problem: 'must be `balanced`, `none`, or a list of weights such as 1,2.5 (none below 0, not all 0)',
      };
    },
  );
}
