import type { Rectangle } from 'electron';
import { z } from 'zod';
import { keptAnew } from '../storage/kept.ts';

const schema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(640), height: z.int().min(480) }),
  maximized: z.boolean(),
});
export type WindowState = z.output<typeof schema>;

const SIZE = { width: 1440, height: 900 };

/** Where the window was. */
export const keptWindow = keptAnew('window', schema);

/**
 * Where to open: where it was, moved and made smaller so that all of it lies on the screen that shows most of it;
 * without such a screen, in the middle.
 *
 * @param screens work areas, the primary one first.
 */
export function placeOf(state: WindowState | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  const wanted = state?.bounds ?? SIZE;
  const shared = (screen: Rectangle) => (state ? overlap(state.bounds, screen) : 0);
  const best = [...screens].sort((a, b) => shared(b) - shared(a))[0];
  if (!best) return wanted;
  const width = Math.min(wanted.width, best.width);
  const height = Math.min(wanted.height, best.height);
  if (!state || shared(best) === 0) return { width, height };
  return {
    x: clamp(state.bounds.x, best.x, best.x + best.width - width),
    y: clamp(state.bounds.y, best.y, best.y + best.height - height),
    width,
    height,
  };
}

function overlap(a: Rectangle, b: Rectangle): number {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(wide, 0) * Math.max(high, 0);
}

function clamp(value: number, from: number, to: number): number {
  return Math.min(Math.max(value, from), to);
}
