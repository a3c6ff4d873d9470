import { type KeyboardEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { type AxisName, axisOf, type Extent, holding, rangeOn, zoomed } from './axis.ts';
import type { Range, XAxis } from './chart-types.ts';
import type { Course } from './series.ts';
import { useCrosshair } from './use-crosshair.ts';

/** Keys that zoom, by how much of the range they leave. */
const ZOOM_KEYS: Readonly<Partial<Record<string, number>>> = { '+': 0.5, '=': 0.5, '-': 2 };

/** The same axis for as long as it would be equal: each new one has the charts on it dressed and laid out anew. */
export function useAxis(name: AxisName, extent: Extent): XAxis {
  const { max } = axisOf(name, extent).whole;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of an extent, an axis is made of no more than these
  return useMemo(() => axisOf(name, extent), [name, max, extent.stepsPerEpoch]);
}

/**
 * What charts on one axis share: the range they are zoomed to, which another axis takes over, and the crosshair.
 *
 * @param course whose steps the crosshair stands on.
 */
export function useSharedAxis(axis: XAxis, course: Course, name: AxisName, stepsPerEpoch: number) {
  const [zoom, setZoom] = useState<{ readonly range: Range; readonly on: AxisName } | null>(null);
  const { steps } = course;
  const range = useMemo(
    () =>
      zoom === null || zoom.on === name ? (zoom?.range ?? null) : rangeOn(zoom.range, zoom.on, name, steps),
    [zoom, name, steps],
  );
  const setRange = useCallback((next: Range | null) => setZoom(next && { range: next, on: name }), [name]);
  const crosshair = useCrosshair(course, name, stepsPerEpoch);
  const { x, isSpoken } = crosshair;
  // Moved by keyboard beyond what is in sight, it takes that along.
  useEffect(() => {
    const held = isSpoken && x !== null && range ? holding(range, x, axis.whole) : range;
    if (held !== range) setRange(held);
  }, [x, isSpoken, range, axis, setRange]);
  const onKeyDown = (event: KeyboardEvent) => {
    const factor = event.ctrlKey || event.metaKey ? undefined : ZOOM_KEYS[event.key];
    if (factor === undefined) return crosshair.onKeyDown(event);
    setRange(zoomed(range ?? axis.whole, x, factor, axis.whole));
    event.preventDefault();
  };
  const shared = {
    axis,
    range,
    onRange: setRange,
    cursor: crosshair.x,
    onCursor: crosshair.moveTo,
    onKeyDown,
  };
  return { shared, range, crosshair };
}
