import { lazy, Suspense } from 'react';

const RunStrip = lazy(async () => ({ default: (await import('../training/RunStrip.tsx')).RunStrip }));

/** The run strip's place; it comes after the first paint. */
export function StripSlot() {
  return (
    <Suspense fallback={null}>
      <RunStrip />
    </Suspense>
  );
}
