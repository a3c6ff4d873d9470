import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { AttentionHeads, HeadMap } from '../../../../app/contract/inference.ts';
import { percent } from '../../../components/figures.ts';
import { useColour } from '../../../components/use-colour.ts';

/** Counted from 0. */
export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

interface HeadGridProps {
  readonly heads: AttentionHeads;
  readonly chosen: HeadPlace;
  readonly onChoose: (place: HeadPlace) => void;
}

const HABITS = {
  near: 'watches itself and its neighbours',
  parked: 'parks on [CLS] and [SEP]',
  across: 'links the two sentences',
  spread: 'spreads out',
} as const;

/** All heads, a row a layer. One tab stop; arrow keys choose. */
export function HeadGrid({ heads: { maps, places }, chosen, onChoose }: HeadGridProps) {
  const grid = useRef<HTMLTableElement>(null);
  const accent = useColour('--accent');
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, readonly [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const layer = Math.min(maps.length - 1, Math.max(0, chosen.layer + step[0]));
    const head = Math.min(maps[0]!.length - 1, Math.max(0, chosen.head + step[1]));
    onChoose({ layer, head });
    grid.current?.querySelector<HTMLElement>(`[data-place="${layer}-${head}"]`)?.focus();
  };
  return (
    <table ref={grid} className="head-grid" aria-label="Heads">
      <thead>
        <tr>
          <td />
          {maps[0]!.map((_, head) => (
            <th key={head} scope="col" className={head === chosen.head ? 'here' : ''}>
              {head + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {maps.map((row, layer) => (
          <tr key={layer}>
            <th scope="row" className={layer === chosen.layer ? 'here' : ''}>
              layer {layer + 1}
            </th>
            {row.map((map, head) => {
              const here = layer === chosen.layer && head === chosen.head;
              return (
                <td key={head}>
                  <button
                    type="button"
                    data-place={`${layer}-${head}`}
                    tabIndex={here ? 0 : -1}
                    aria-pressed={here}
                    aria-label={`Layer ${layer + 1}, head ${head + 1}: ${HABITS[map.habit]}, ${percent(map.special, 0)} on [CLS] and [SEP]`}
                    onClick={() => onChoose({ layer, head })}
                    onKeyDown={move}
                  >
                    <SmallMap map={map} places={places} accent={accent} />
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SIZE = 32;
/** Weights are shown lighter than in proportion, or most heads would look empty at this size. */
const LIGHTER = 0.7;

/** A head's map in the accent's colour; drawn, because a hundred tables would be too many nodes. */
function SmallMap({
  map: { values },
  places,
  accent,
}: {
  readonly map: HeadMap;
  readonly places: number;
  readonly accent: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, places, places);
    context.fillStyle = accent;
    for (const [i, value] of values.entries()) {
      if (value === 0) continue;
      context.globalAlpha = (value / 255) ** LIGHTER;
      context.fillRect(i % places, Math.floor(i / places), 1, 1);
    }
  }, [values, places, accent]);
  return <canvas ref={canvas} width={places} height={places} style={{ width: SIZE, height: SIZE }} />;
}
