import { type KeyboardEvent, useState } from 'react';
import type { TokenRow } from '../../../../app/contract/inference.ts';
import { isSpecial } from '../../../../app/lessons/cells/attention.ts';
import type { PrintedLine } from '../../../../app/lessons/cells/tokens.ts';
import { Tensor } from '../../../../app/tensor/tensor.ts';
import { CodeRegion } from '../frame/CodeRegion.tsx';

const ROW = 24;
/** Past this many tokens the ones behind the dots are folded. */
const MOST_IN_SIGHT = 14;
const EDGE = 3;

interface TokenRowsProps {
  readonly tokens: readonly TokenRow[];
  readonly lines: readonly PrintedLine[];
  readonly shape: readonly number[];
  readonly device: string;
  /** The chosen token's row. */
  readonly values: readonly number[];
  readonly chosen: number;
  readonly onChoose: (token: number) => void;
}

/** Each token runs to the printed line it became, those that PyTorch leaves out to its dots; the chosen row folds out. */
export function TokenRows({ tokens, lines, shape, device, values, chosen, onChoose }: TokenRowsProps) {
  const [showsAll, setShowsAll] = useState(false);
  const isFolded = tokens.length > MOST_IN_SIGHT && !showsAll;
  const inSight = tokens
    .map((_, i) => i)
    .filter((i) => !isFolded || i < EDGE || i >= tokens.length - EDGE || i === chosen);
  const dots = lines.findIndex(({ row }) => row === null);
  const lineOf = (token: number) => {
    const line = lines.findIndex(({ row }) => row === token);
    return line < 0 ? dots : line;
  };
  const rows = Math.max(inSight.length, lines.length);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = chosen + (step ?? 0);
    if (!step || next < 0 || next >= tokens.length) return;
    event.preventDefault();
    onChoose(next);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-token="${next}"]`)?.focus();
  };
  const middle = (index: number) => index * ROW + ROW / 2;
  return (
    <div className="token-rows">
      <p className="printed-head">
        <b>last_hidden_state</b>, {shape.join(' × ')}, float32 on {device === 'cpu' ? 'CPU' : device}, as
        PyTorch prints it
      </p>
      <div className="token-grid">
        <div className="token-column" role="radiogroup" aria-label="Tokens" onKeyDown={press}>
          {inSight.map((index) => (
            // biome-ignore lint/a11y/useSemanticElements: a token looks like one, and arrow keys move between them
            <button
              key={index}
              type="button"
              role="radio"
              data-token={index}
              aria-checked={index === chosen}
              tabIndex={index === chosen ? 0 : -1}
              className={`token-chip${isSpecial(tokens[index]!.token) ? ' special' : ''}`}
              onClick={() => onChoose(index)}
            >
              <span>{tokens[index]!.token}</span> <small>{tokens[index]!.id}</small>
            </button>
          ))}
        </div>
        <svg
          className="token-links"
          viewBox={`0 0 100 ${rows * ROW}`}
          style={{ height: `${(rows * ROW) / 16}rem` }}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {inSight.map((index, place) => {
            const kind = index === chosen ? 'chosen' : lineOf(index) === dots ? 'hidden-row' : undefined;
            return (
              <line
                key={index}
                className={kind}
                x1="4"
                y1={middle(place)}
                x2="96"
                y2={middle(lineOf(index))}
              />
            );
          })}
        </svg>
        <pre className="printed-lines printed">
          {lines.map(({ text }, line) => (
            <span key={line} className={line === lineOf(chosen) ? 'chosen' : undefined}>
              {text}
              {line < lines.length - 1 && '\n'}
            </span>
          ))}
        </pre>
      </div>
      {tokens.length > MOST_IN_SIGHT && (
        <button type="button" className="button small quiet" onClick={() => setShowsAll(!showsAll)}>
          {showsAll
            ? 'Fold the tokens behind the dots'
            : `Show the ${tokens.length - inSight.length} tokens behind the dots`}
        </button>
      )}
      <div className="chosen-row">
        <p>
          <b>{tokens[chosen]!.token}</b> is row {chosen}, counted from 0
          {lineOf(chosen) === dots && dots >= 0 ? ', one of those behind the dots' : ''}
        </p>
        <details>
          <summary>
            <code>{rowAsPrinted(values)}</code>
          </summary>
          <CodeRegion
            className="all-numbers"
            label={`All ${values.length} numbers of ${tokens[chosen]!.token}`}
          >
            {String(new Tensor('float32', [values.length], Float32Array.from(values)))}
          </CodeRegion>
        </details>
      </div>
    </div>
  );
}

/** The row alone, shortened as PyTorch shortens it in the whole tensor. */
function rowAsPrinted(values: readonly number[]): string {
  const edges = [...values.slice(0, EDGE), ...values.slice(-EDGE)].map((value) => value.toFixed(4));
  const width = Math.max(...edges.map((text) => text.length));
  const padded = edges.map((text) => text.padStart(width));
  return `[${padded.slice(0, EDGE).join(', ')},  ..., ${padded.slice(EDGE).join(', ')}]`;
}
