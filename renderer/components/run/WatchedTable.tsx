import { Check, X } from 'lucide-react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import type { EvaluationPoint } from '../../../app/runs/points.ts';
import type { WatchedExample } from '../../../app/training/watched.ts';
import { expectedEvaluations } from '../curves/expected.ts';
import { curvesOf } from '../curves/series.ts';
import { entityTypes } from '../entity-colour.ts';
import { Spans } from '../Spans.tsx';
import { meaningOf, type SaidWords, saidOf } from './watched-words.ts';
import './run.css';
import { TableHead } from '../TableHead.tsx';

const MOST_COLUMNS = 4;
/** A sentence with its names needs the room of a column. */
const MOST_COLUMNS_TAGGED = 3;

/** The same few evaluation examples at each evaluation: what the model says, and when its mind changes. */
export function WatchedTable({ run }: { readonly run: RunDetail }) {
  const watched = run.points.findLast((point) => point.kind === 'watched');
  const course = curvesOf(run.points);
  const told = course.evaluations.filter(({ watched: said }) => said && said.length > 0);
  if (!watched) return null;
  const { head } = run.record;
  if (head.task === 'fill-mask') return null;
  // The tags of a whole sentence tell nobody anything in a narrow column: its names stand in the sentence.
  const hasAnswer = head.task === 'text-classification';
  const most = hasAnswer ? MOST_COLUMNS : MOST_COLUMNS_TAGGED;
  const shown = told.length > most ? [told[0]!, ...told.slice(1 - most)] : told;
  const types = entityTypes(head.labels);
  const next = run.live ? expectedEvaluations(run, course)[0] : undefined;
  return (
    <section
      className={hasAnswer ? 'watched' : 'watched tagged'}
      aria-label="The same examples at each evaluation"
    >
      <table>
        <caption className="only-read">
          {watched.examples.length} evaluation examples, chosen by the seed, and what the model said of them
        </caption>
        <TableHead
          columns={[
            `Held-out ${watched.examples[0]?.pair ? 'pairs' : 'texts'}`,
            ...(hasAnswer ? ['answer'] : []),
            ...shown.map(columnName),
            ...(next === undefined ? [] : [`step ${next}`]),
          ]}
        />
        <tbody>
          {watched.examples.map((example) => (
            <tr key={example.row}>
              <th scope="row">
                {hasAnswer ? (
                  <span className="cut">{example.text}</span>
                ) : (
                  <Tagged example={example} said={shown.at(-1)} labels={head.labels} types={types} />
                )}
                {example.pair && <span className="cut secondary">{example.pair}</span>}
              </th>
              {hasAnswer && <td className="cut answer">{example.label ?? ''}</td>}
              {shown.map((point, i) => {
                const said = saidOf(point, example, head);
                const before = i > 0 ? saidOf(shown[i - 1]!, example, head) : null;
                return (
                  <td key={point.step}>
                    {said && <Said {...said} isNew={before !== null && before.isRight !== said.isRight} />}
                  </td>
                );
              })}
              {next !== undefined && (
                <td>
                  <span className="slot" />
                  <span className="only-read">not measured yet</span>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">{shown.length > 0 ? meaningOf(head) : unjudgedWords(run)}</p>
    </section>
  );
}

function unjudgedWords({ live, record }: RunDetail): string {
  if (record.args.eval_strategy === 'no') return 'eval_strategy is no, so the model is not asked about them.';
  return live
    ? 'What the model says of them will stand here from the first evaluation on.'
    : 'The run ended before its first evaluation, so the model said nothing of them.';
}

interface TaggedProps {
  readonly example: WatchedExample;
  /** The evaluation whose names are shown; none yet where it is absent. */
  readonly said: EvaluationPoint | undefined;
  readonly labels: readonly string[];
  readonly types: readonly string[];
}

/** A sentence with the names that were found in it. */
function Tagged({ example: { row, text }, said, labels, types }: TaggedProps) {
  const prediction = said?.watched?.find((one) => one.row === row);
  const tokens = text.split(' ');
  if (!prediction || !('tags' in prediction)) return text;
  // Words beyond what the model reads have no tag.
  const tags = tokens.map((_, i) => labels[prediction.tags[i] ?? -1] ?? 'O');
  return <Spans words={{ tokens, tags }} types={types} />;
}

function Said({ words, isRight, isNew }: SaidWords & { readonly isNew: boolean }) {
  return (
    <span className={`said ${isRight ? 'right' : 'wrong'}${isNew ? ' new' : ''}`}>
      {words}
      {isRight !== null &&
        (isRight ? (
          <Check size={14} aria-label="right" strokeWidth={2} />
        ) : (
          <X size={14} aria-label="wrong" strokeWidth={2} />
        ))}
    </span>
  );
}

function columnName({ step, epoch }: EvaluationPoint): string {
  if (step === 0) return 'before';
  return Number.isInteger(epoch) ? `epoch ${epoch}` : `step ${step}`;
}
