import fc from 'fast-check';

/** A change to some bytes; places and lengths are shares of what is there. */
interface Edit {
  readonly kind: 'flip' | 'cut' | 'repeat' | 'insert' | 'end';
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'cut', 'repeat', 'insert', 'end'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.double({ min: 0, max: 0.2, noNaN: true }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc
        .constantFrom(
          '"',
          '\t',
          '\n',
          '\0',
          ',',
          '{',
          ']',
          '-1',
          '1e999',
          'null',
          '\ufeff',
          '__proto__',
          '../',
        )
        .map((text) => new TextEncoder().encode(text)),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

/** A real file with a few things gone wrong in it. */
export function mutated(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  return edits.map((list) => list.reduce(applied, original));
}

/** A real file of its length with a few bytes that are others: what counts and points into it says is believed longer. */
export function flipped(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  const flips = fc.array(
    fc.tuple(fc.nat(original.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff))),
    { minLength: 1, maxLength: 4 },
  );
  return flips.map((list) => {
    const bytes = Uint8Array.from(original);
    for (const [at, value] of list) bytes[at] = value;
    return bytes;
  });
}

function applied(source: Uint8Array, { kind, at, length, bytes }: Edit): Uint8Array {
  const start = Math.floor(at * source.length);
  const end = Math.min(source.length, start + Math.ceil(length * source.length));
  const [before, part, after] = [
    source.subarray(0, start),
    source.subarray(start, end),
    source.subarray(end),
  ];
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, bytes, source.subarray(start + bytes.length)]);
    case 'cut':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, part, part, after]);
    case 'insert':
      return Buffer.concat([before, bytes, part, after]);
    case 'end':
      return before;
  }
}
