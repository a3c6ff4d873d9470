/** Deeper than anything Parquet says of itself. */
const DEEPEST = 24;
/** Of a number of 64 bits. */
const LONGEST_NUMBER = 10;

const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12];

/**
 * Where a structure of Thrift's compact protocol ends. Taken before hyparquet reads it: that makes room for as many items as
 * a list is said to have, in lists of lists too. Here each item has to be there, and takes no memory.
 *
 * @throws Error where it is not whole.
 */
export function endOfStruct(view: DataView, start: number, depth = 0): number {
  if (depth > DEEPEST) throw new Error('it is nested too deeply');
  let at = start;
  for (;;) {
    const field = view.getUint8(at++);
    if (field === 0) return at;
    const kind = field & 15;
    if (field >> 4 === 0) at = endOfNumber(view, at);
    // In a field of a structure, true and false are kinds of their own.
    if (kind !== TRUE && kind !== FALSE) at = endOfItem(view, at, kind, depth);
  }
}

function endOfItem(view: DataView, start: number, kind: number, depth: number): number {
  switch (kind) {
    case TRUE:
    case FALSE:
    case BYTE:
      view.getUint8(start);
      return start + 1;
    case I16:
    case I32:
    case I64:
      return endOfNumber(view, start);
    case DOUBLE:
      view.getFloat64(start);
      return start + 8;
    case BINARY: {
      const { value, end } = lengthAt(view, start);
      if (value > view.byteLength - end) throw new Error('a text of it is longer than itself');
      return end + value;
    }
    case LIST: {
      const head = view.getUint8(start);
      const { value, end } =
        head >> 4 === 15 ? lengthAt(view, start + 1) : { value: head >> 4, end: start + 1 };
      let at = end;
      for (let i = 0; i < value; i++) at = endOfItem(view, at, head & 15, depth + 1);
      return at;
    }
    case STRUCT:
      return endOfStruct(view, start, depth + 1);
    default:
      throw new Error(`it has a field of a kind (${kind}) that Parquet has not`);
  }
}

function endOfNumber(view: DataView, start: number): number {
  let at = start;
  while (view.getUint8(at++) & 0x80) {
    if (at - start === LONGEST_NUMBER) throw new Error('a number of it is too long');
  }
  return at;
}

/** A length of at most 32 bits, as hyparquet reads it. */
export function lengthAt(view: DataView, start: number): { readonly value: number; readonly end: number } {
  const end = endOfNumber(view, start);
  let value = 0;
  for (let at = start; at < end; at++) value |= (view.getUint8(at) & 0x7f) << (7 * (at - start));
  if (value < 0) throw new Error('a length of it is too long');
  return { value, end };
}
