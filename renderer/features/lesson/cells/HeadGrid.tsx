import type { KeyboardEvent } from 'react';
import { percent } from '../../../components/figures.ts';

interface HeadGridProps {
  /** [layers][heads]; null while nothing is measured. */
  readonly special: readonly (readonly number[])[] | null;
  readonly layer: number;
  readonly head: number;
  readonly onChoose: (layer: number, head: number) => void;
}

const OPEN = Array.from({ length: 12 }, () => Array.from({ length: 12 }, () => 0));

/** Every head of every layer as a square: the stronger its shade, the more of its attention rests on [CLS] and [SEP]. Arrows move. */
export function HeadGrid({ special, layer, head, onChoose }: HeadGridProps) {
  const rows = special ?? OPEN;
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[
      event.key
    ] ?? [0, 0];
    const [nextLayer, nextHead] = [layer + down!, head + right!];
    if (down === 0 && right === 0) return;
    if (nextLayer < 1 || nextLayer > rows.length || nextHead < 1 || nextHead > rows[0]!.length) return;
    event.preventDefault();
    onChoose(nextLayer, nextHead);
    event.currentTarget.querySelector<HTMLElement>(`[data-head="${nextLayer}-${nextHead}"]`)?.focus();
  };
  return (
    <div className="lesson-heads">
      <p className="small-title">
        Layer {layer}, head {head}
      </p>
      <div role="radiogroup" aria-label="Layer and head" onKeyDown={press}>
        {rows.map((shares, row) => (
          <div key={row} className="head-row">
            {shares.map((share, column) => {
              const isChosen = row + 1 === layer && column + 1 === head;
              return (
                // biome-ignore lint/a11y/useSemanticElements: a square of a picture, moved over by arrows
                <button
                  key={column}
                  type="button"
                  role="radio"
                  data-head={`${row + 1}-${column + 1}`}
                  aria-checked={isChosen}
                  aria-label={`Layer ${row + 1}, head ${column + 1}${special ? `: ${percent(share, 0)} on [CLS] and [SEP]` : ''}`}
                  tabIndex={isChosen ? 0 : -1}
                  disabled={!special}
                  style={{ '--share': special ? share : 0 } as React.CSSProperties}
                  onClick={() => onChoose(row + 1, column + 1)}
                />
              );
            })}
          </div>
        ))}
      </div>
      <p className="hint">
        Layers go down, heads across. The stronger a shade, the more rests on [CLS] and [SEP].
      </p>
    </div>
  );
}
