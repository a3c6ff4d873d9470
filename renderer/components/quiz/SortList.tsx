import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import './sort.css';

interface SortListProps {
  readonly label: string;
  /** In the order they stand in. */
  readonly items: readonly { readonly id: string; readonly text: string }[];
  /** What stands at the left of each place, where things are matched. */
  readonly places?: readonly string[];
  readonly onMove: (from: number, to: number) => void;
}

/**
 * A list to be put in order. By keyboard it is one stop: arrows choose an item, Space takes it up and lays it down,
 * arrows move it meanwhile, Escape puts it back; Alt with an arrow moves it at once. By pointer: drag it, or its arrows.
 */
export function SortList({ label, items, places, onMove }: SortListProps) {
  const [at, setAt] = useState(0);
  /** Where the item that was taken up came from. */
  const [taken, setTaken] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const dragged = useRef<string | null>(null);
  /** The place that gets the focus when what was moved stands there. */
  const focusNext = useRef<number | null>(null);
  const help = useId();

  const rows = () => [...list.current!.querySelectorAll<HTMLElement>('[data-row]')];
  useEffect(() => {
    if (focusNext.current === null) return;
    list.current!.querySelectorAll<HTMLElement>('[data-row]')[focusNext.current]?.focus();
    focusNext.current = null;
  });
  const placeWords = (to: number) => (places ? `beside ${places[to]}` : `at ${to + 1} of ${items.length}`);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length || from === to) return;
    onMove(from, to);
    setSaid(`${items[from]!.text}: now ${placeWords(to)}`);
    setAt(to);
  };
  const press = (event: KeyboardEvent, i: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step !== 0) {
      focusNext.current = Math.min(items.length - 1, Math.max(0, i + step));
      if (event.altKey || taken !== null) move(i, i + step);
      else setAt(focusNext.current);
    } else if (event.key === ' ') {
      setSaid(`${items[i]!.text}: ${taken === null ? 'taken up' : 'laid down'}, ${placeWords(i)}`);
      setTaken(taken === null ? i : null);
    } else if (event.key === 'Escape' && taken !== null) {
      focusNext.current = taken;
      move(i, taken);
      setTaken(null);
    } else return;
    event.preventDefault();
  };
  const drag = (event: PointerEvent) => {
    const from = items.findIndex(({ id }) => id === dragged.current);
    const to = rows().findIndex((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return event.clientY >= top && event.clientY < bottom;
    });
    if (from >= 0) move(from, to);
  };
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (!list.current!.contains(relatedTarget)) setTaken(null);
  };

  return (
    <>
      <ol
        className={`sort ${places ? 'placed' : ''}`}
        aria-label={label}
        ref={list}
        onBlur={leave}
        onPointerMove={(event) => dragged.current && drag(event)}
        onPointerUp={() => {
          dragged.current = null;
        }}
        onLostPointerCapture={() => {
          dragged.current = null;
        }}
      >
        {/* Keyed by place: a row keeps its focus while what it shows moves on. */}
        {items.map(({ id, text }, i) => (
          <li key={i}>
            {places && <span className="place">{places[i]}</span>}
            {/* biome-ignore lint/a11y/useSemanticElements: a button holds no other buttons, and this row has two */}
            <div
              data-row
              className={`sortable ${taken !== null && at === i ? 'taken' : ''}`}
              role="button"
              aria-roledescription="movable item"
              aria-label={places ? `${text}, beside ${places[i]}` : `${i + 1}: ${text}`}
              aria-describedby={help}
              aria-pressed={taken !== null && at === i}
              tabIndex={at === i ? 0 : -1}
              onFocus={() => setAt(i)}
              onKeyDown={(event) => press(event, i)}
            >
              <span
                className="grip"
                aria-hidden="true"
                onPointerDown={({ pointerId }) => {
                  dragged.current = id;
                  list.current!.setPointerCapture(pointerId);
                }}
              >
                <GripVertical size={16} />
              </span>
              <span className="say">{text}</span>
            </div>
            <span className="nudge">
              <Nudge direction="up" text={text} disabled={i === 0} onClick={() => move(i, i - 1)} />
              <Nudge
                direction="down"
                text={text}
                disabled={i === items.length - 1}
                onClick={() => move(i, i + 1)}
              />
            </span>
          </li>
        ))}
      </ol>
      <p id={help} className="sort-help">
        Drag the rows, or use the keys: arrows choose, Space takes up and lays down, arrows move.
      </p>
      <p className="only-read" role="status">
        {said}
      </p>
    </>
  );
}

interface NudgeProps {
  readonly direction: 'up' | 'down';
  readonly text: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

/** For pointers that cannot drag; the keyboard has the row itself. */
function Nudge({ direction, text, disabled, onClick }: NudgeProps) {
  const Icon = direction === 'up' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className="icon-button"
      tabIndex={-1}
      aria-label={`Move ${direction}: ${text}`}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}
