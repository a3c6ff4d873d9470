import { type KeyboardEvent, useCallback, useMemo, useState } from 'react';
import { type AxisName, xOf } from './axis.ts';
import { firstFrom, nearest } from './decimate.ts';
import type { Course } from './series.ts';

export interface Crosshair {
  /** x of the step it stands on. */
  readonly x: number | null;
  /** Position of that step in the course. */
  readonly index: number;
  /** Moved by keyboard: then it is read out. */
  readonly isSpoken: boolean;
  readonly moveTo: (x: number | null) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Follows the pointer from step to step; arrow keys move by a step, with Shift by an epoch, Escape leaves. */
export function useCrosshair({ steps }: Course, axis: AxisName, stepsPerEpoch: number): Crosshair {
  const [set, setPlace] = useState<{ x: number; on: AxisName; isSpoken: boolean } | null>(null);
  const place = set?.on === axis ? set : null;
  const xs = useMemo(() => steps.map((point) => ({ x: xOf(point, axis), y: 0 })), [steps, axis]);
  const moveTo = useCallback(
    (x: number | null) => {
      const point = x === null ? null : nearest(xs, x);
      setPlace((before) =>
        point?.x === before?.x && before?.on === axis
          ? before
          : point && { x: point.x, on: axis, isSpoken: false },
      );
    },
    [xs, axis],
  );
  const index = place === null ? -1 : Math.min(firstFrom(xs, place.x), xs.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (xs.length === 0) return;
    const stride = event.shiftKey ? Math.max(1, stepsPerEpoch) : 1;
    const targets: Partial<Record<string, number>> = {
      ArrowLeft: (index < 0 ? xs.length : index) - stride,
      ArrowRight: index < 0 ? 0 : index + stride,
      Home: 0,
      End: xs.length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Escape' && place) setPlace(null);
    else if (target !== undefined) {
      setPlace({ x: xs[Math.min(xs.length - 1, Math.max(0, target))]!.x, on: axis, isSpoken: true });
    } else return;
    event.preventDefault();
  };
  return { x: place?.x ?? null, index, isSpoken: place?.isSpoken ?? false, moveTo, onKeyDown };
}
