import { type KeyboardEvent, memo, useMemo, useState } from 'react';
import type { TokenRow } from '../../../../app/contract/inference.ts';
import { percent } from '../../../components/figures.ts';

interface HeadMapProps {
  readonly title: string;
  readonly tokens: readonly TokenRow[];
  /** [from][to], rows sum to 1. */
  readonly weights: readonly (readonly number[])[];
}

const LEFT = 88;
const TOP = 76;
/** Fainter than this is not drawn: a twentieth of what would be seen. */
const FAINTEST = 0.02;
const SHADES = 50;

/** One head: rows look at columns. Pointed at, or moved through with the arrow keys, a cell is said below. */
export function HeadMap({ title, tokens, weights }: HeadMapProps) {
  const most = useMemo(() => strongest(tokens, weights), [tokens, weights]);
  const [at, setAt] = useState<readonly [number, number] | null>(null);
  const [from, to] = at && at[0] < tokens.length && at[1] < tokens.length ? at : most;
  const cell = tokens.length <= 22 ? 20 : tokens.length <= 34 ? 14 : 9;
  const side = cell * tokens.length;
  const peak = useMemo(
    () => weights.reduce((highest, row) => row.reduce((high, weight) => Math.max(high, weight), highest), 0),
    [weights],
  );
  const border = tokens.findIndex(({ type }) => type === 1);
  const point = (row: number, column: number) => {
    if (tokens[row] && tokens[column]) setAt([row, column]);
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    point(from + step[0]!, to + step[1]!);
  };
  return (
    <>
      <p className="map-legend" aria-hidden="true">
        0
        {[0.08, 0.3, 0.5, 0.75, 1].map((opacity) => (
          <i key={opacity} style={{ opacity }} />
        ))}
        {percent(peak, 0)} of a row
      </p>
      <div className="map-scroll">
        <svg
          className="head-map"
          width={LEFT + side + 40}
          height={TOP + side + 4}
          role="img"
          aria-label={`${title}: from each token, a row, to each token, a column. Arrow keys move; the sentence below says the cell.`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture that is read cell by cell with the arrow keys
          tabIndex={0}
          onKeyDown={move}
          onMouseMove={({ currentTarget, clientX, clientY }) => {
            const { left, top } = currentTarget.getBoundingClientRect();
            point(Math.floor((clientY - top - TOP) / cell), Math.floor((clientX - left - LEFT) / cell));
          }}
        >
          <rect className="frame" x={LEFT - 0.5} y={TOP - 0.5} width={side + 1} height={side + 1} />
          {tokens.map(({ token }, i) => (
            <g key={i}>
              <text
                className={i === from ? 'here' : ''}
                x={LEFT - 6}
                y={TOP + (i + 0.5) * cell + 4}
                textAnchor="end"
                fontSize={Math.min(11, cell)}
              >
                {token}
              </text>
              <text
                className={i === to ? 'here' : ''}
                transform={`translate(${LEFT + (i + 0.6) * cell} ${TOP - 6}) rotate(-60)`}
                fontSize={Math.min(11, cell)}
              >
                {token}
              </text>
            </g>
          ))}
          <Weights weights={weights} peak={peak} cell={cell} />
          {border > 0 && (
            <path
              className="border"
              d={`M${LEFT} ${TOP + border * cell}h${side}M${LEFT + border * cell} ${TOP}v${side}`}
            />
          )}
          <rect className="at" x={LEFT + to * cell} y={TOP + from * cell} width={cell} height={cell} />
        </svg>
      </div>
      <p className="map-says" role="status">
        <b>{tokens[from]?.token}</b> gives <b>{tokens[to]?.token}</b> {percent(weights[from]?.[to] ?? 0, 0)}{' '}
        of its attention.
      </p>
    </>
  );
}

interface WeightsProps {
  readonly weights: HeadMapProps['weights'];
  readonly peak: number;
  /** Pixels a side. */
  readonly cell: number;
}

/** All cells, one path a shade: 512 tokens would be more nodes than a page can bear. */
const Weights = memo(({ weights, peak, cell }: WeightsProps) => {
  const shades = Array.from({ length: SHADES + 1 }, () => '');
  const [long, back] = [cell - 2, 2 - cell];
  for (const [y, row] of weights.entries()) {
    for (const [x, weight] of row.entries()) {
      if (weight <= FAINTEST) continue;
      shades[Math.ceil((weight / peak) * SHADES)] +=
        `M${LEFT + x * cell + 1} ${TOP + y * cell + 1}h${long}v${long}h${back}z`;
    }
  }
  return shades.map(
    (d, shade) => d !== '' && <path key={shade} className="weight" d={d} fillOpacity={shade / SHADES} />,
  );
});

/** The strongest link between words, signs left out. */
function strongest(
  tokens: HeadMapProps['tokens'],
  weights: HeadMapProps['weights'],
): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  let most = -1;
  for (const [from, row] of weights.entries()) {
    for (const [to, weight] of row.entries()) {
      if (weight <= most || isSign(tokens[from]!) || isSign(tokens[to]!)) continue;
      [best, most] = [[from, to], weight];
    }
  }
  return best;
}

/** [CLS] and [SEP] stand for no characters of the text. */
export function isSign({ start, end }: TokenRow): boolean {
  return start === end;
}
