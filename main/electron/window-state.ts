import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';
import { writeFileAtomic } from '../storage/atomic.ts';
import { userFolder } from '../storage/paths.ts';

const schema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(640), height: z.int().min(480) }),
  maximized: z.boolean(),
});
export type WindowState = z.output<typeof schema>;

const SIZE = { width: 1440, height: 900 };
/** Of a window, in pixels: enough to take hold of it. */
const SEEN_AT_LEAST = 120;

const file = () => join(userFolder(), 'window.json');

/** Where the window was; null at first, or when the file cannot be used. */
export function readWindowState(): WindowState | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch {
    return null;
  }
}

export async function keepWindowState(state: WindowState): Promise<void> {
  await writeFileAtomic(file(), JSON.stringify(state));
}

/** The place to open at: where it was if a screen still shows that, else in the middle. @param screens work areas. */
export function placeOf(state: WindowState | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  if (!state) return SIZE;
  const { bounds } = state;
  return screens.some((screen) => overlap(bounds, screen) >= SEEN_AT_LEAST)
    ? bounds
    : { width: bounds.width, height: bounds.height };
}

function overlap(a: Rectangle, b: Rectangle): number {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.min(wide, high);
}
