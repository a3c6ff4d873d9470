import { Check, X } from 'lucide-react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import type { EvaluationPoint } from '../../../app/runs/points.ts';
import type { WatchedExample, WatchedPrediction } from '../../../app/training/watched.ts';
import { expectedEvaluations } from '../curves/expected.ts';
import { curvesOf } from '../curves/series.ts';
import './run.css';
import { TableHead } from '../TableHead.tsx';

const MOST_COLUMNS = 4;

/** The same few evaluation examples at each evaluation: what the model says, and when its mind changes. */
export function WatchedTable({ run }: { readonly run: RunDetail }) {
  const watched = run.points.findLast((point) => point.kind === 'watched');
  const course = curvesOf(run.points);
  const told = course.evaluations.filter(({ watched: said }) => said && said.length > 0);
  if (!watched) return null;
  const shown = told.length > MOST_COLUMNS ? [told[0]!, ...told.slice(1 - MOST_COLUMNS)] : told;
  const { labels, problemType, task } = run.record.head;
  if (task === 'fill-mask') return null;
  // The tags of a whole sentence tell nobody anything in a narrow column.
  const hasAnswer = task === 'text-classification';
  const isSingle = hasAnswer && problemType === 'single_label_classification';
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
                <span className="cut">{example.text}</span>
                {example.pair && <span className="cut secondary">{example.pair}</span>}
              </th>
              {hasAnswer && <td className="cut answer">{example.label ?? ''}</td>}
              {shown.map((point, i) => {
                const said = saidOf(point, example, { labels, problemType, task });
                const before = i > 0 ? saidOf(shown[i - 1]!, example, { labels, problemType, task }) : null;
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
      <p className="hint">
        {shown.length === 0
          ? run.live
            ? 'What the model says of them will stand here from the first evaluation on.'
            : 'The run ended before its first evaluation, so the model said nothing of them.'
          : `Bold: the verdict has just changed.${isSingle ? ' The figure is the probability of the right answer.' : ''}`}
      </p>
    </section>
  );
}

interface SaidWords {
  readonly words: string;
  readonly isRight: boolean | null;
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

function saidOf(
  point: EvaluationPoint,
  example: WatchedExample,
  head: RunDetail['record']['head'],
): SaidWords | null {
  const said = point.watched?.find(({ row }) => row === example.row);
  return said ? wordsFor(said, example, head) : null;
}

function wordsFor(
  said: WatchedPrediction,
  { label }: WatchedExample,
  { labels, problemType }: RunDetail['record']['head'],
): SaidWords {
  if ('tags' in said) {
    const actual = (label ?? '').split(' ');
    const right = said.tags.filter((id, i) => labels[id] === actual[i]).length;
    return { words: `${right} of ${actual.length}`, isRight: right === actual.length };
  }
  if (problemType === 'regression') return { words: said.scores[0]!.toFixed(2), isRight: null };
  if (problemType === 'multi_label_classification') {
    const given = new Set((label ?? '').split(' '));
    const isRight = labels.every((name, i) => given.has(name) === said.scores[i]! > 0.5);
    const count = labels.filter((name, i) => given.has(name) === said.scores[i]! > 0.5).length;
    return { words: `${count} of ${labels.length}`, isRight };
  }
  const truth = label === null ? -1 : labels.indexOf(label);
  const top = said.scores.indexOf(Math.max(...said.scores));
  return { words: (said.scores[truth] ?? 0).toFixed(2), isRight: top === truth };
}
