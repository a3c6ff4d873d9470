/** Where more than half of a head's attention goes. */
type HeadHabit = 'near' | 'parked' | 'across' | 'spread';

/** Shares of a head's attention, each the mean over the tokens that look. */
export interface HeadShares {
  /** On [CLS] and [SEP]. */
  readonly special: number;
  /** On the token itself and its two neighbours. */
  readonly near: number;
  /** On words of the other text. */
  readonly across: number;
  readonly habit: HeadHabit;
}

interface AttentionToken {
  /** 0 for the first text, 1 for the second. */
  readonly type: number;
  /** [CLS] or [SEP]. */
  readonly special: boolean;
}

/**
 * What a head does with a text. The kinds are those of Clark et al. (2019), "What Does BERT Look At?".
 *
 * @param weights [from, to], rows sum to 1.
 */
export function headShares(weights: Float32Array, tokens: readonly AttentionToken[]): HeadShares {
  const size = tokens.length;
  let [special, near, across] = [0, 0, 0];
  for (const [from, looking] of tokens.entries()) {
    for (const [to, seen] of tokens.entries()) {
      const weight = weights[from * size + to]!;
      if (seen.special) special += weight;
      else if (Math.abs(from - to) <= 1) near += weight;
      else if (!looking.special && seen.type !== looking.type) across += weight;
    }
  }
  const shares = { special: special / size, near: near / size, across: across / size };
  return { ...shares, habit: habitOf(shares) };
}

function habitOf({ special, near, across }: Omit<HeadShares, 'habit'>): HeadHabit {
  if (special > 0.5) return 'parked';
  if (near > 0.5) return 'near';
  return across > 0.5 ? 'across' : 'spread';
}

/**
 * A head's map small enough to be drawn among many: weights from 0 to 255, the largest of each square where there are
 * more tokens than places.
 *
 * @param weights [size, size]
 * @returns `places` and [places, places].
 */
export function thumbnail(
  weights: Float32Array,
  size: number,
  most: number,
): { readonly places: number; readonly values: readonly number[] } {
  const stride = Math.ceil(size / most);
  const places = Math.ceil(size / stride);
  const values = new Array<number>(places * places).fill(0);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const place = Math.floor(from / stride) * places + Math.floor(to / stride);
      values[place] = Math.max(values[place]!, Math.round(weights[from * size + to]! * 255));
    }
  }
  return { places, values };
}
