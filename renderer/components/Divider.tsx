import { type KeyboardEvent, type PointerEvent, useState } from 'react';

const LEAST = 0.35;
const MOST = 0.75;
const STEP = 0.02;
const clamp = (share: number) => Math.min(MOST, Math.max(LEAST, share));

/** What the shares are kept under in the browser's storage. */
const PREFIX = 'bert-studio.panes.';

/** All panes as wide as at first, from when they are next shown. */
export function forgetShares(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

/** The main pane's share of the width, remembered on this computer under `name`. */
export function useShare(name: string): readonly [number, (share: number) => void] {
  const key = PREFIX + name;
  const [share, setShare] = useState(() => clamp(Number(localStorage.getItem(key)) || 0.57));
  const move = (next: number) => {
    setShare(clamp(next));
    localStorage.setItem(key, String(clamp(next)));
  };
  return [share, move];
}

interface DividerProps {
  readonly share: number;
  readonly onMove: (share: number) => void;
}

/** Between two panes: dragged, or moved with the arrow keys, Home and End. */
export function Divider({ share, onMove }: DividerProps) {
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, width } = event.currentTarget.parentElement!.getBoundingClientRect();
    onMove((event.clientX - left) / width);
  };
  const press = (event: KeyboardEvent) => {
    const to = { ArrowLeft: share - STEP, ArrowRight: share + STEP, Home: LEAST, End: MOST }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onMove(to);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator is a window splitter (ARIA); hr is not
    <div
      className="divider"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panes"
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={LEAST * 100}
      aria-valuemax={MOST * 100}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
