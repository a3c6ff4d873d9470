import { vi } from 'vitest';

/** Waits until a look throws nothing: for long enough on a machine that does much else, and no longer than it takes. */
export function eventually<Value>(look: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(look, { timeout: 30_000 });
}
