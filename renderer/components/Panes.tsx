import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Divider, useShare } from './Divider.tsx';
import { IconButton } from './IconButton.tsx';
import { OpenSideContext } from './open-side.ts';
import { NARROW, useMedia } from './use-media.ts';

interface PanesProps {
  readonly main: ReactNode;
  /** Nothing beside: the main pane takes the whole width. */
  readonly side: ReactNode | null;
  readonly sideLabel: string;
  /** The side only says what will be there: it is part of the frame, and not shown in a narrow window. */
  readonly sideIsEmpty?: boolean;
  /** Given where the side comes and goes; else a narrow window hides it until `OpenSide` is pressed. */
  readonly onCloseSide?: (() => void) | undefined;
  /** What the width is remembered under. */
  readonly name?: string;
  /** A side that is always as wide as this, e.g. `18rem`, without a divider. */
  readonly sideWidth?: string;
}

/**
 * Two panes with a divider that remembers where it was left. In a narrow window the side lies over the main pane,
 * which is dimmed and inert; Escape or the cross closes it.
 */
export function Panes({
  main,
  side,
  sideLabel,
  sideIsEmpty,
  onCloseSide,
  name = 'split',
  sideWidth,
}: PanesProps) {
  const narrow = useMedia(NARROW);
  const [opened, setOpened] = useState(false);
  const [share, move] = useShare(name);
  const aside = useRef<HTMLElement>(null);
  const there = side !== null && !(narrow && sideIsEmpty);
  const over = there && narrow && (onCloseSide !== undefined || opened);
  const close = () => (onCloseSide ? onCloseSide() : setOpened(false));

  useEffect(() => {
    if (!over) return;
    const before = document.activeElement as HTMLElement | null;
    if (!aside.current?.contains(before)) aside.current?.focus();
    return () => before?.focus();
  }, [over]);

  const beside = there && !narrow;
  const widths = sideWidth
    ? `minmax(0, 1fr) ${sideWidth}`
    : `minmax(0, ${share}fr) 1px minmax(0, ${1 - share}fr)`;
  return (
    <OpenSideContext value={there && narrow && !onCloseSide ? () => setOpened(true) : null}>
      <div
        className={`panes${beside ? '' : ' single'}`}
        style={{ gridTemplateColumns: beside ? widths : undefined }}
      >
        <div className="pane-main" inert={over}>
          {main}
        </div>
        {beside && !sideWidth && <Divider share={share} onMove={move} />}
        {(beside || over) && (
          <aside
            ref={aside}
            className={`pane side${over ? ' over' : ''}${sideIsEmpty ? ' is-empty' : ''}`}
            aria-label={sideLabel}
            tabIndex={-1}
            onKeyDown={(event) => over && event.key === 'Escape' && !event.defaultPrevented && close()}
          >
            {side}
            {over && <IconButton className="close-side" label="Close" Icon={X} onClick={close} />}
          </aside>
        )}
      </div>
    </OpenSideContext>
  );
}
