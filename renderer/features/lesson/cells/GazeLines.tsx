import { isSpecial } from '../../../../app/lessons/cells/attention.ts';
import { percent } from '../../../components/figures.ts';

const ROW = 22;

interface GazeLinesProps {
  readonly tokens: readonly string[];
  readonly from: number;
  /** What `from` gives each token; null while nothing is measured. */
  readonly weights: readonly number[] | null;
  readonly onFrom: (token: number) => void;
}

/** One token's attention as lines to all tokens, the wider the more; selecting another token on the left looks from there. */
export function GazeLines({ tokens, from, weights, onFrom }: GazeLinesProps) {
  const height = tokens.length * ROW;
  const middle = (i: number) => i * ROW + ROW / 2;
  return (
    <div className="gaze">
      <p className="small-title">
        What <em>{tokens[from]}</em> looks at
      </p>
      <div className="gaze-grid">
        <div className="gaze-from">
          {tokens.map((token, i) => (
            <button
              key={i}
              type="button"
              tabIndex={i === from ? 0 : -1}
              aria-pressed={i === from}
              className={isSpecial(token) ? 'special' : undefined}
              onClick={() => onFrom(i)}
              onKeyDown={(event) => {
                const next = { ArrowDown: i + 1, ArrowUp: i - 1 }[event.key];
                if (next === undefined || next < 0 || next >= tokens.length) return;
                event.preventDefault();
                onFrom(next);
                (event.currentTarget.parentElement?.children[next] as HTMLElement | undefined)?.focus();
              }}
            >
              {token}
            </button>
          ))}
        </div>
        <svg
          viewBox={`0 0 100 ${height}`}
          preserveAspectRatio="none"
          style={{ height: `${height / 16}rem` }}
          aria-hidden="true"
        >
          {weights?.map((weight, i) => (
            <line
              key={i}
              x1="0"
              y1={middle(from)}
              x2="100"
              y2={middle(i)}
              className={isSpecial(tokens[i]!) ? 'special' : undefined}
              style={{ strokeWidth: Math.max(0.4, weight * 14), opacity: 0.25 + weight * 0.75 }}
            />
          ))}
        </svg>
        <ul className="gaze-to">
          {tokens.map((token, i) => (
            <li key={i} className={isSpecial(token) ? 'special' : undefined}>
              <span>{token}</span>
              {weights ? <b>{percent(weights[i]!, 0)}</b> : <span className="slot" />}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
