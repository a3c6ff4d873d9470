import { Download } from 'lucide-react';
import type { PredictedFile, PredictedRow } from '../../../app/contract/inference.ts';
import type { ModelSummary } from '../../../app/contract/models.ts';
import { download } from '../../components/download.ts';
import { figure } from '../../components/figures.ts';
import { TableHead } from '../../components/TableHead.tsx';
import { spansOf } from './entity-spans.ts';

interface PredictedRowsProps {
  readonly result: PredictedFile;
  readonly model: ModelSummary;
}

/** The first rows with their predictions, what became of the others, and all of them as a file. */
export function PredictedRows({ result, model }: PredictedRowsProps) {
  const { rows, first, skipped, truncated, seconds } = result;
  const pairs = first.some(({ pair }) => pair !== null);
  const left = Object.entries(skipped);
  const save = () => {
    const address = URL.createObjectURL(new Blob([result.csv], { type: 'text/csv' }));
    download(`predicted by ${model.title}.csv`, address);
    URL.revokeObjectURL(address);
  };
  return (
    <>
      <div className="many-said" role="status">
        <p>
          <b>{rows.toLocaleString('en')}</b> {rows === 1 ? 'row' : 'rows'} predicted in {figure(seconds, 1)} s
          {result.precision === 'int8' && ' with 8-bit integers'}
          {rows > first.length && `, the first ${first.length} below`}
          {truncated > 0 && `; ${truncated} longer than the model can read lost their end`}.
          {left.map(([reason, { count, first: places }]) => (
            <span key={reason}>
              {' '}
              {count} left out: {reason} ({places.join(', ')}
              {count > places.length && ' and others'}).
            </span>
          ))}
        </p>
        <button type="button" className="button small" onClick={save}>
          <Download size={16} aria-hidden="true" />
          Save all as CSV
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="many-rows" aria-label="Predicted rows" tabIndex={0}>
        <table>
          <TableHead
            columns={[
              '#',
              result.columns.text,
              ...(pairs ? [result.columns.textPair ?? ''] : []),
              'prediction',
              model.head?.task === 'token-classification' ? 'least sure' : 'probability',
            ]}
          />
          <tbody>
            {first.map(({ text, pair, answer }, i) => {
              const [prediction, score] = shortAnswer(answer, model);
              return (
                <tr key={i}>
                  <td>{i + 1}</td>
                  <td className="cut" title={text} dir="auto">
                    {text}
                  </td>
                  {pairs && (
                    <td className="cut" title={pair ?? ''} dir="auto">
                      {pair}
                    </td>
                  )}
                  <td className="cut">{prediction}</td>
                  <td>{score}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** A row's answer and its probability, in a word each. */
function shortAnswer(answer: PredictedRow, { head }: ModelSummary): readonly [string, string] {
  if (answer.kind === 'words') {
    const names = spansOf(answer.words).filter(({ type }) => type !== null);
    const said = names.map(({ type, words }) => `${words.map(({ word }) => word).join(' ')} (${type})`);
    if (names.length === 0) return ['no name', ''];
    return [said.join(', '), figure(Math.min(...names.map(({ score }) => score)))];
  }
  const [best] = answer.scores;
  if (head?.problemType === 'regression') return [figure(best?.score), ''];
  if (head?.problemType === 'multi_label_classification') {
    const said = answer.scores.filter(({ score }) => score > 0.5);
    if (said.length === 0) return ['none', figure(best?.score)];
    return [said.map(({ label }) => label).join(', '), figure(said.at(-1)?.score)];
  }
  return [best?.label ?? '', figure(best?.score)];
}
