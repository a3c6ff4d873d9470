import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';

const KEY = 'bert-studio.split';
const STEP = 0.02;
const clamp = (share: number) => Math.min(0.75, Math.max(0.35, share));

interface PanesProps {
  readonly main: ReactNode;
  /** Nothing beside: the main pane takes the whole width. */
  readonly side: ReactNode | null;
  readonly sideLabel: string;
  /** At 1024 px the side lies over the main pane; Escape closes it. */
  readonly onCloseSide?: () => void;
}

/** Two panes with a divider that remembers where it was left, by pointer or arrow keys. */
export function Panes({ main, side, sideLabel, onCloseSide }: PanesProps) {
  const [share, setShare] = useState(() => clamp(Number(localStorage.getItem(KEY)) || 0.55));
  const move = (next: number) => {
    setShare(clamp(next));
    localStorage.setItem(KEY, String(clamp(next)));
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, width } = event.currentTarget.parentElement!.getBoundingClientRect();
    move((event.clientX - left) / width);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') move(share - STEP);
    if (event.key === 'ArrowRight') move(share + STEP);
  };
  if (side === null) return <div className="panes single">{main}</div>;
  return (
    <div
      className="panes"
      style={{ '--main-share': `${share}fr`, '--side-share': `${1 - share}fr` } as CSSProperties}
    >
      {main}
      {/* biome-ignore lint/a11y/useSemanticElements: a focusable separator is a window splitter (ARIA); hr is not */}
      <div
        className="divider"
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the panes"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={35}
        aria-valuemax={75}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      />
      <aside
        className="pane side"
        aria-label={sideLabel}
        onKeyDown={(event) => event.key === 'Escape' && onCloseSide?.()}
      >
        {side}
      </aside>
    </div>
  );
}
