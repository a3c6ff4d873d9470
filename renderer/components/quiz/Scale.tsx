import type { CSSProperties } from 'react';
import './scale.css';

export interface Reference {
  readonly label: string;
  readonly value: number;
}

interface ScaleProps {
  readonly ends: readonly [number, number];
  /** `%` for a share, nothing for a count. */
  readonly sign: string;
  readonly predicted: number | null;
  /** Null is the dashed blank that waits for it. */
  readonly measured: { readonly value: number; readonly range: readonly [number, number] | null } | null;
  readonly references: readonly Reference[];
  /** By pointer; the keyboard has the field beside it. */
  readonly onPick?: ((value: number) => void) | undefined;
}

const TICKS = 5;

/** One scale for what was predicted, what was measured, and what to compare it with. */
export function Scale({ ends: [from, to], sign, predicted, measured, references, onPick }: ScaleProps) {
  const share = (value: number) => Math.min(1, Math.max(0, (value - from) / (to - from)));
  const at = (value: number) => ({ '--at': share(value) }) as CSSProperties;
  const side = (value: number) => (share(value) < 0.2 ? 'start' : share(value) > 0.8 ? 'end' : 'middle');
  const ticks = Array.from({ length: TICKS + 1 }, (_, i) => from + ((to - from) * i) / TICKS);
  const words = [
    `Scale from ${from} to ${to}${sign}.`,
    predicted === null ? 'No prediction yet.' : `Your prediction ${predicted}${sign}.`,
    measured ? `Measured ${measured.value}${sign}.` : 'Not measured yet.',
    ...references.map(({ label, value }) => `${label} ${value}${sign}.`),
  ].join(' ');
  return (
    <div className="scale">
      <div role="img" aria-label={words}>
        {references.map(({ label, value }, i) => (
          <div key={label} className="scale-row" aria-hidden="true">
            <i
              className="scale-drop"
              style={{
                ...at(value),
                height: `${(references.length - i + (predicted === null ? 0 : 1)) * 1.5 - 1.25}rem`,
              }}
            />
            <span className={`scale-mark ${side(value)}`} style={at(value)}>
              {label} {value}
              {sign}
            </span>
          </div>
        ))}
        <div className="scale-row" aria-hidden="true">
          {predicted !== null && (
            <span className={`scale-mark you ${side(predicted)}`} style={at(predicted)}>
              <b>
                you {predicted}
                {sign}
              </b>
            </span>
          )}
        </div>
        <div className="scale-axis" aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} style={at(tick)}>
              {Math.round(tick)}
            </span>
          ))}
        </div>
        {measured ? (
          <div className="scale-row" aria-hidden="true">
            {measured.range && (
              <i
                className="scale-range"
                style={{
                  left: `${share(measured.range[0]) * 100}%`,
                  right: `${100 - share(measured.range[1]) * 100}%`,
                }}
              />
            )}
            <i className="scale-dot" style={at(measured.value)} />
            <span className={`scale-mark got ${side(measured.value)}`} style={at(measured.value)}>
              <b>
                measured {measured.value}
                {sign}
              </b>
            </span>
          </div>
        ) : (
          <div className="scale-wait" aria-hidden="true">
            the measured figure will stand here
          </div>
        )}
      </div>
      {onPick && (
        <input
          type="range"
          className="scale-pick"
          aria-hidden="true"
          tabIndex={-1}
          min={from}
          max={to}
          value={predicted ?? Math.round((from + to) / 2)}
          onChange={({ target }) => onPick(Number(target.value))}
        />
      )}
    </div>
  );
}
