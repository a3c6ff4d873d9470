import { useState } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { Failure } from './Failure.tsx';
import { percent } from './figures.ts';
import { Select } from './Select.tsx';

interface AttentionMapProps {
  readonly model: string;
  readonly text: string;
  readonly pair?: string;
}

/** Where each token looks, for one head of one layer: a table whose cells are shaded by the weight. */
export function AttentionMap({ model, text, pair }: AttentionMapProps) {
  const [layer, setLayer] = useState(1);
  const [head, setHead] = useState(0);
  const answer = useAnswer('inference.attention', { model, text, layer, ...(pair ? { pair } : {}) });
  const { value } = answer;
  if (answer.error) return <Failure error={answer.error} onRetry={answer.again} />;
  if (!value) return <p className="tertiary">Computing</p>;
  const weights = value.attention[Math.min(head, value.heads - 1)]!;
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  return (
    <>
      <div className="one-field">
        <Select
          label="Layer"
          value={layer}
          onChange={setLayer}
          options={numbers(value.layers).map((i) => ({ value: i + 1, label: String(i + 1) }))}
        />
        <Select
          label="Head"
          value={head}
          onChange={setHead}
          options={numbers(value.heads).map((i) => ({ value: i, label: String(i + 1) }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="attention-scroll" aria-label="Attention" tabIndex={0}>
        <table className="attention">
          <caption className="only-read">Rows look at columns</caption>
          <thead>
            <tr>
              <td />
              {value.tokens.map(({ token }, i) => (
                <th key={i} scope="col">
                  {token}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weights.map((row, from) => (
              <tr key={from}>
                <th scope="row">{value.tokens[from]!.token}</th>
                {row.map((weight, to) => (
                  <td
                    key={to}
                    style={{ background: `color-mix(in srgb, var(--ink-2) ${weight * 100}%, transparent)` }}
                  >
                    <span className="only-read">{percent(weight, 0)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="takeaway">{strongest(value.tokens, weights)}</p>
    </>
  );
}

function strongest(
  tokens: readonly { readonly token: string }[],
  weights: readonly (readonly number[])[],
): string {
  const separators = tokens.flatMap(({ token }, i) => (token === '[SEP]' || token === '[CLS]' ? [i] : []));
  const special =
    weights.reduce((sum, row) => sum + separators.reduce((s, i) => s + row[i]!, 0), 0) / weights.length;
  return `This head gives ${percent(special, 0)} of its attention to [CLS] and [SEP], on average over the tokens.`;
}
