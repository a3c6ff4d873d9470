import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { offsetOf, type RowLayout, rowAtOffset, scrolledTo, scrollScale, totalHeight } from './row-window.ts';

const OVERSCAN = 8;

interface Scrolled {
  /** Of the scroll bar. */
  readonly bar: number;
  /** Of the table, in px as if it had no limit. */
  readonly offset: number;
  /** Height that shows rows. */
  readonly viewport: number;
}

/** Which rows are in sight and where to draw them; a wheel moves as far as anywhere else, however long the table. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, layout: RowLayout, headHeight: number) {
  const [scrolled, setScrolled] = useState<Scrolled>({ bar: 0, offset: 0, viewport: 600 });
  const total = totalHeight(layout);
  const { height, scale } = scrollScale(total, scrolled.viewport);
  /** The offset that the scroll bar was last set for: finer than its own steps. */
  const exact = useRef({ bar: -1, offset: 0 });
  const latest = useRef({ scale, total, viewport: scrolled.viewport, layout });
  latest.current = { scale, total, viewport: scrolled.viewport, layout };

  const moveTo = (offset: number) => {
    const element = scroller.current;
    if (!element) return;
    const { scale: by, total: whole, viewport } = latest.current;
    const within = Math.min(Math.max(0, whole - viewport), Math.max(0, offset));
    element.scrollTop = within / by;
    exact.current = { bar: element.scrollTop, offset: within };
    setScrolled({ bar: element.scrollTop, offset: within, viewport });
  };
  const move = useRef(moveTo);
  move.current = moveTo;

  useEffect(() => {
    const element = scroller.current!;
    const measure = () => {
      const bar = element.scrollTop;
      const known = Math.abs(bar - exact.current.bar) < 1;
      const offset = known ? exact.current.offset : bar * latest.current.scale;
      setScrolled({ bar, offset, viewport: element.clientHeight - headHeight });
    };
    const wheel = (event: WheelEvent) => {
      if (latest.current.scale === 1 || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const pixels = event.deltaMode === 1 ? event.deltaY * latest.current.layout.rowHeight : event.deltaY;
      const from =
        Math.abs(element.scrollTop - exact.current.bar) < 1
          ? exact.current.offset
          : element.scrollTop * latest.current.scale;
      move.current(from + pixels);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
      element.removeEventListener('wheel', wheel);
    };
  }, [scroller, headHeight]);

  // A shorter table may end above where it was scrolled to.
  useLayoutEffect(() => {
    if (scrolled.offset > 0 && scrolled.offset > total - scrolled.viewport)
      move.current(total - scrolled.viewport);
  }, [total, scrolled]);

  const first = Math.max(0, rowAtOffset(layout, scrolled.offset) - OVERSCAN);
  const last = Math.min(
    layout.count - 1,
    rowAtOffset(layout, scrolled.offset + scrolled.viewport) + OVERSCAN,
  );
  return {
    first,
    last,
    height,
    /** Rows that fit. */
    page: Math.max(1, Math.floor(scrolled.viewport / layout.rowHeight) - 1),
    /** Where a row is drawn. */
    topOf: (index: number) => offsetOf(layout, index) - scrolled.offset + scrolled.bar,
    toTop: () => moveTo(0),
    show: (index: number) =>
      moveTo(scrolledTo(latest.current.layout, index, scrolled.offset, scrolled.viewport)),
  };
}
