import { StudioError } from '../errors.ts';
import type { Dim, Shape, TensorType, Value } from './graph.ts';

export function float(shape: Shape): TensorType {
  return { dtype: 'float32', shape };
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Throws naming the op and all shapes involved unless `condition` holds. */
export function checkShapes(condition: boolean, op: string, inputs: readonly Value[], rule: string): void {
  if (condition) return;
  const shapes = inputs.map((input) => formatShape(input.shape));
  throw new StudioError('shape_mismatch', `${op}: ${rule}, but got ${shapes.join(' and ')}.`, {
    details: { op, shapes: inputs.map((input) => [...input.shape]) },
  });
}

/** A product of sizes taken apart: `12*B*S` is 12 times the names B and S. */
export function factorsOf(dims: Shape): { known: number; names: string[] } {
  const factors = dims.flatMap((dim) => String(dim).split('*'));
  const isNumber = (factor: string) => /^\d+$/.test(factor);
  return {
    known: factors.filter(isNumber).reduce((product, factor) => product * Number(factor), 1),
    names: factors.filter((factor) => !isNumber(factor)),
  };
}

/** The product of sizes, e.g. `12*T`; a number when all are known. */
export function productOf(dims: Shape): Dim {
  const { known, names } = factorsOf(dims);
  if (names.length === 0) return known;
  return known === 1 ? names.join('*') : [known, ...names].join('*');
}

/** The shape two symbolic shapes broadcast to, or null where they do not. */
export function broadcast(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[a.length - rank + axis] ?? 1;
    const right = b[b.length - rank + axis] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return null;
    result.push(left === 1 ? right : left);
  }
  return result;
}

/** Puts sizes in place of names. Throws for a name without one. */
export function resolveShape(shape: Shape, sizes: Readonly<Record<string, number>>): number[] {
  return shape.map((dim) => {
    if (typeof dim === 'number') return dim;
    const size = sizes[dim];
    if (size === undefined)
      throw new StudioError('unknown_dimension', `No size was given for dimension "${dim}".`);
    return size;
  });
}
