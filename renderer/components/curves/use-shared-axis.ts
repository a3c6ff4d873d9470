import { useState } from 'react';
import type { AxisName } from './axis.ts';
import type { Range, XAxis } from './chart-types.ts';
import type { Course } from './series.ts';
import { useCrosshair } from './use-crosshair.ts';

/**
 * What charts on one axis share: the range they are zoomed to and the crosshair.
 *
 * @param course whose steps the crosshair stands on.
 */
export function useSharedAxis(axis: XAxis, course: Course, name: AxisName, stepsPerEpoch: number) {
  const [range, setRange] = useState<Range | null>(null);
  const crosshair = useCrosshair(course, name, stepsPerEpoch);
  const shared = {
    axis,
    range,
    onRange: setRange,
    cursor: crosshair.x,
    onCursor: crosshair.moveTo,
    onKeyDown: crosshair.onKeyDown,
  };
  return { shared, range, crosshair };
}
