import { describe, expect, it } from 'vitest';
import type { OrderOptions } from './order.ts';
import { epochBatches } from './order.ts';

const lengths = Int32Array.from({ length: 103 }, (_, i) => 5 + ((i * 37) % 60));

function batches(change: Partial<OrderOptions> = {}): number[][] {
  const options = { lengths, batchSize: 8, seed: 42, epoch: 0, sampling: 'random', dropLast: false } as const;
  return epochBatches({ ...options, ...change }).map((batch) => [...batch]);
}

/** Tokens that padding every batch to its longest example adds. */
function padding(order: readonly number[][]): number {
  return order.reduce((sum, batch) => {
    const longest = Math.max(...batch.map((index) => lengths[index]!));
    return sum + batch.reduce((own, index) => own + longest - lengths[index]!, 0);
  }, 0);
}

describe('the order of an epoch', () => {
  it.each(['random', 'sequential', 'group_by_length'] as const)(
    'has every example once when %s',
    (sampling) => {
      const order = batches({ sampling });
      expect(order.flat().sort((a, b) => a - b)).toEqual(Array.from(lengths, (_, i) => i));
      expect(order.map((batch) => batch.length)).toEqual([...new Array(12).fill(8), 7]);
    },
  );

  it('depends on nothing but the seed and the epoch', () => {
    expect(batches({ epoch: 3 })).toEqual(batches({ epoch: 3 }));
    expect(batches({ epoch: 3 })).not.toEqual(batches({ epoch: 4 }));
    expect(batches({ seed: 1 })).not.toEqual(batches({ seed: 2 }));
  });

  it('is that of the data when sequential', () => {
    expect(batches({ sampling: 'sequential', epoch: 2 }).flat()).toEqual(Array.from(lengths, (_, i) => i));
  });

  it('leaves out a last batch that is not full when asked to', () => {
    expect(batches({ dropLast: true })).toEqual(batches().slice(0, 12));
    expect(batches({ dropLast: true, lengths: lengths.slice(0, 96) })).toHaveLength(12);
  });

  it('wastes less on padding when grouped by length, and begins with the longest example', () => {
    const grouped = batches({ sampling: 'group_by_length' });
    expect(padding(grouped)).toBeLessThan(padding(batches()) / 2);
    expect(lengths[grouped[0]![0]!]).toBe(Math.max(...lengths));
  });

  it('manages fewer examples than a batch, and none', () => {
    expect(batches({ lengths: Int32Array.of(4, 9), sampling: 'group_by_length' })).toEqual([[1, 0]]);
    expect(batches({ lengths: new Int32Array() })).toEqual([]);
  });
});
