import type { DType } from './tensor.ts';

const PRECISION = 4;

interface ElementFormatter {
  /** The element, padded on the left to the common width. */
  readonly format: (value: number | bigint) => string;
  readonly width: number;
}

/**
 * PyTorch's choice of notation for the elements that will be shown: whole numbers with a bare point, four decimals, or
 * scientific when they span more than 1000 times, exceed 1e8 or go below 1e-4. The width is that of the widest finite
 * non-zero element.
 */
export function elementFormatter(dtype: DType, elements: readonly (number | bigint)[]): ElementFormatter {
  const floating = dtype === 'float32' || dtype === 'float64';
  const write = floating
    ? floatNotation(elements as readonly number[])
    : dtype === 'bool'
      ? writeBool
      : String;
  const counted = floating ? elements.filter(isFiniteNonZero) : elements;
  const width = counted.reduce<number>((widest, value) => Math.max(widest, write(value as never).length), 1);
  return { format: (value) => write(value as never).padStart(width), width };
}

const isFiniteNonZero = (value: number | bigint): boolean => value !== 0 && Number.isFinite(value);

const writeBool = (value: number): string => (value ? 'True' : 'False');

function floatNotation(elements: readonly number[]): (value: number) => string {
  const counted = elements.filter(isFiniteNonZero);
  const sizes = counted.map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const scientific = counted.length > 0 && (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4);
  const whole = counted.every(Number.isInteger);
  const finite = scientific ? writeScientific : whole ? (size: number) => `${size}.` : writeFixed;
  return (value) => {
    if (Number.isNaN(value)) return 'nan';
    const sign = value < 0 || Object.is(value, -0) ? '-' : '';
    return sign + (Number.isFinite(value) ? finite(Math.abs(value)) : 'inf');
  };
}

function writeFixed(size: number): string {
  return halfToEven(size.toFixed(PRECISION), size.toFixed(40));
}

function writeScientific(size: number): string {
  const [mantissa, exponent] = size.toExponential(PRECISION).split('e') as [string, string];
  const power = exponent.slice(1).padStart(2, '0');
  return `${halfToEven(mantissa, size.toExponential(60).split('e')[0]!)}e${exponent[0]}${power}`;
}

/** Python rounds an exact half to the even digit; JavaScript rounded it up. `exact` has more digits of the same number. */
function halfToEven(rounded: string, exact: string): string {
  const odd = Number(rounded.at(-1)) % 2 === 1;
  const half = /^50*$/.test(exact.slice(rounded.length));
  return odd && half ? rounded.slice(0, -1) + (Number(rounded.at(-1)) - 1) : rounded;
}
