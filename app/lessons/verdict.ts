import type { Experiment, MeasuredArm, Measurement } from './experiment.ts';
import type { QuestionOf } from './quiz.ts';
import { percent } from './said.ts';

const whole = (share: number): string => percent(share, 0);

/** What was measured, in words that are true whatever it was. */
export function verdict(
  { arm, beside }: QuestionOf<'measured'>,
  experiment: Experiment,
  { arms }: Measurement,
): string[] {
  const found = arms.find(({ id }) => id === arm);
  if (!found) return [];
  if (experiment.kind === 'tokens') return [`The tokenizer makes ${found.value} tokens of it.`];
  const cases = experiment.kind === 'training' ? 'rows' : 'sentences';
  const sentences = [
    `Measured: ${whole(found.value)}${rangeOf(found)} by what ${found.cases} ${cases} can tell.`,
  ];
  const other = beside === null ? undefined : arms.find(({ id }) => id === beside);
  if (other) {
    const title = experiment.arms.find(({ id }) => id === beside)!.title;
    sentences.push(`With ${title}: ${whole(other.value)}${rangeOf(other)}. ${comparison(found, other)}`);
  }
  const { baseline, interval } = found;
  if (baseline !== null && interval) {
    const isInside = baseline >= interval[0] && baseline <= interval[1];
    sentences.push(
      isInside
        ? `Always giving the same answer scores ${whole(baseline)}: this cannot be told from it.`
        : `Always giving the same answer scores ${whole(baseline)}.`,
    );
  }
  return sentences;
}

function rangeOf({ interval }: MeasuredArm): string {
  if (!interval) return '';
  return `, between ${Math.round(interval[0] * 100)} and ${whole(interval[1])}`;
}

/** Ranges that meet say little either way; ranges apart are more than chance. */
function comparison(a: MeasuredArm, b: MeasuredArm): string {
  if (!a.interval || !b.interval) return '';
  const isApart = a.interval[1] < b.interval[0] || b.interval[1] < a.interval[0];
  return isApart
    ? 'The two ranges do not meet: the difference is more than the chance of these cases.'
    : 'The two ranges overlap: on so few cases the difference may be chance.';
}
