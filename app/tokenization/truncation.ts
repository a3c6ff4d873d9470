import { assertNever, StudioError } from '../errors.ts';

export type TruncationStrategy = 'longest_first' | 'only_first' | 'only_second' | 'do_not_truncate';

/**
 * How many tokens of each sequence stay when at most `room` fit (special tokens already taken off).
 * `second` is null without a pair. The results are those of Hugging Face's Rust tokenizers: `longest_first` takes
 * from the longer one, and halves the room when both are long, the odd token going to the longer (a tie: the second).
 * @throws StudioError `truncation_impossible` when the named sequence is missing or would have to vanish.
 */
export function keptLengths(
  first: number,
  second: number | null,
  room: number,
  strategy: TruncationStrategy,
): [first: number, second: number] {
  const other = second ?? 0;
  const excess = first + other - room;
  if (excess <= 0 || strategy === 'do_not_truncate') return [first, other];
  if (room === 0) return [0, 0];
  switch (strategy) {
    case 'longest_first': {
      const shorter = Math.min(first, other, Math.floor(room / 2));
      const longer = room - shorter;
      return first > other ? [longer, shorter] : [shorter, longer];
    }
    case 'only_first':
      return [shortened(first, excess, strategy), other];
    case 'only_second':
      if (second === null) {
        throw new StudioError(
          'truncation_impossible',
          'Truncation "only_second" needs a pair, but there is one text only. Use "longest_first" or "only_first".',
        );
      }
      return [first, shortened(second, excess, strategy)];
    default:
      return assertNever(strategy);
  }
}

function shortened(length: number, excess: number, strategy: TruncationStrategy): number {
  if (length > excess) return length - excess;
  throw new StudioError(
    'truncation_impossible',
    `Truncation "${strategy}" must remove ${excess} tokens, but that text has only ${length}. ` +
      'Use "longest_first", or a larger max_length.',
    { details: { strategy, length, excess } },
  );
}
