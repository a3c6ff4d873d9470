import { describe, expect, it } from 'vitest';
import {
  MOST_PIXELS,
  offsetOf,
  type RowLayout,
  rowAtOffset,
  scrolledTo,
  scrollScale,
  totalHeight,
} from './row-window.ts';

const closed: RowLayout = { count: 1_000_000, rowHeight: 32, open: null };
const opened: RowLayout = { ...closed, open: { index: 10, height: 150 } };

describe('the window of rows', () => {
  it('finds every row again at its own height, with or without an open one', () => {
    for (const layout of [closed, opened])
      for (const index of [0, 9, 10, 11, 12, 999_999])
        expect(rowAtOffset(layout, offsetOf(layout, index))).toBe(index);
    expect(rowAtOffset(opened, offsetOf(opened, 10) + 100)).toBe(10);
  });

  it('stays within the height a browser can draw, and its scale reaches the last row', () => {
    const viewport = 700;
    const total = totalHeight(opened);
    const { height, scale } = scrollScale(total, viewport);
    expect(height).toBe(MOST_PIXELS);
    expect((height - viewport) * scale).toBeCloseTo(total - viewport, 3);
    expect(scrollScale(3200, viewport)).toEqual({ height: 3200, scale: 1 });
  });

  it('moves no more than needed to bring a row into sight', () => {
    expect(scrolledTo(closed, 5, 0, 320)).toBe(0);
    expect(scrolledTo(closed, 20, 0, 320)).toBe(21 * 32 - 320);
    expect(scrolledTo(closed, 2, 320, 320)).toBe(64);
  });
});
