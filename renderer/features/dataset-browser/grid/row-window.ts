/** Browsers draw nothing right beyond a height (17.9 million px in Firefox, 33.5 in Chromium): from here on scrolling is scaled. */
export const MOST_PIXELS = 15_000_000;

/** Rows of one height, one of which may be open. All in px of a table that had no limit. */
export interface RowLayout {
  readonly count: number;
  readonly rowHeight: number;
  /** What the open row has below it. */
  readonly open: { readonly index: number; readonly height: number } | null;
}

export function offsetOf({ rowHeight, open }: RowLayout, index: number): number {
  return index * rowHeight + (open && index > open.index ? open.height : 0);
}

/** The row at a height, the last one below the end. */
export function rowAtOffset(layout: RowLayout, offset: number): number {
  const { count, rowHeight, open } = layout;
  const clamp = (index: number) => Math.min(count - 1, Math.max(0, index));
  if (!open || offset < offsetOf(layout, open.index) + rowHeight)
    return clamp(Math.floor(offset / rowHeight));
  const below = Math.floor((offset - open.height) / rowHeight);
  return clamp(Math.max(open.index, below));
}

export function totalHeight(layout: RowLayout): number {
  return offsetOf(layout, layout.count);
}

/** How the scroll bar's way, at most `MOST_PIXELS`, stands for the whole one. */
export function scrollScale(
  total: number,
  viewport: number,
): { readonly height: number; readonly scale: number } {
  const height = Math.min(total, MOST_PIXELS);
  const scale = height < total ? (total - viewport) / (height - viewport) : 1;
  return { height, scale };
}

/** Where to scroll so that a row is in sight, moving no more than needed. */
export function scrolledTo(layout: RowLayout, index: number, offset: number, viewport: number): number {
  const top = offsetOf(layout, index);
  const height = layout.rowHeight + (layout.open?.index === index ? layout.open.height : 0);
  if (top < offset) return top;
  return Math.max(offset, Math.min(top, top + height - viewport));
}
