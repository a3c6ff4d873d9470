import { type CSSProperties, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';

interface Bucket {
  readonly key: string;
  /** What it holds, in words. */
  readonly label: string;
  readonly selected: boolean;
  readonly drawing: ReactNode;
}

interface BucketListProps {
  readonly label: string;
  readonly className: string;
  readonly style?: CSSProperties;
  readonly buckets: readonly Bucket[];
  /** @param from the bucket where a range began: the same one unless it was dragged or extended with Shift. */
  readonly onPick: (from: number, to: number) => void;
}

/**
 * The bars of a column's head: clicking one filters, dragging over several takes them together. By keyboard: arrows,
 * Shift for a range, Enter; Escape goes back to the table.
 */
export function BucketList({ label, className, style, buckets, onPick }: BucketListProps) {
  const id = useId();
  const [at, setAt] = useState(0);
  const [anchor, setAnchor] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const last = buckets.length - 1;
    const next = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next !== undefined) {
      setAnchor(event.shiftKey ? (anchor ?? at) : null);
      setAt(Math.min(last, Math.max(0, next)));
    } else if (event.key === 'Enter' || event.key === ' ') {
      onPick(anchor ?? at, at);
    } else if (event.key === 'Escape') {
      list.current?.closest<HTMLElement>('[role="grid"]')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const inReach = (index: number) =>
    anchor !== null && index >= Math.min(anchor, at) && index <= Math.max(anchor, at);
  return (
    <div
      ref={list}
      role="listbox"
      aria-multiselectable="true"
      aria-label={label}
      aria-activedescendant={`${id}-${at}`}
      tabIndex={-1}
      className={`buckets ${className}`}
      style={style}
      onKeyDown={press}
    >
      {buckets.map((bucket, index) => (
        <div
          key={bucket.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={bucket.selected}
          aria-label={bucket.label}
          title={bucket.label}
          data-at={index === at || inReach(index) || undefined}
          onPointerDown={() => {
            setAt(index);
            setAnchor(null);
          }}
          onPointerEnter={({ buttons }) => {
            if (buttons !== 1 || index === at) return;
            setAnchor(anchor ?? at);
            setAt(index);
          }}
          onPointerUp={() => onPick(anchor ?? index, index)}
        >
          {bucket.drawing}
        </div>
      ))}
    </div>
  );
}
