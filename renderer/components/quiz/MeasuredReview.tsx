import type { Experiment, MeasuredArm, Measurement } from '../../../app/lessons/experiment.ts';
import { unitOf } from '../../../app/lessons/experiment.ts';
import { sideOf } from '../../../app/lessons/grading.ts';
import type { QuestionOf, Quiz } from '../../../app/lessons/quiz.ts';
import type { Try } from '../../../app/lessons/quiz-state.ts';
import { verdict } from '../../../app/lessons/verdict.ts';
import { placeWords } from '../device-words.ts';
import { day, timeOfDay } from '../times.ts';
import { signOf } from './PredictInput.tsx';
import { type Reference, Scale } from './Scale.tsx';
import { Why } from './Why.tsx';

interface MeasuredReviewProps {
  readonly question: QuestionOf<'measured'>;
  readonly experiment: Experiment;
  readonly misconceptions: Quiz['misconceptions'];
  readonly first: Try;
  readonly measurement: Measurement | null;
}

/** The prediction beside what was measured, and what that means. */
export function MeasuredReview({
  question,
  experiment,
  misconceptions,
  first,
  measurement,
}: MeasuredReviewProps) {
  const predicted = Number(first.answer);
  const found = measurement?.arms.find(({ id }) => id === question.arm) ?? null;
  const factor = unitOf(experiment) === 'share' ? 100 : 1;
  const side = sideOf(question, predicted, measurement);
  return (
    <>
      <Scale
        ends={question.scale}
        sign={signOf(experiment)}
        predicted={predicted}
        measured={
          found && {
            value: Math.round(found.value * factor),
            range: found.interval && [found.interval[0] * factor, found.interval[1] * factor],
          }
        }
        references={measurement ? referencesOf(question, experiment, measurement, found, factor) : []}
      />
      {measurement && side && (
        <>
          {side === 'inside' ? (
            <Why reason={question.inside} />
          ) : (
            <Why name={misconceptions[question[side].misconception]} reason={question[side].feedback} />
          )}
          <p className="moral">{verdict(question, experiment, measurement).join(' ')}</p>
          <p className="why">{experiment.note}</p>
          <p className="measured-on">{measuredWords(measurement)}</p>
        </>
      )}
    </>
  );
}

function referencesOf(
  { beside }: QuestionOf<'measured'>,
  experiment: Experiment,
  { arms }: Measurement,
  found: MeasuredArm | null,
  factor: number,
): Reference[] {
  const other = arms.find(({ id }) => id === beside);
  const title = experiment.arms.find(({ id }) => id === beside)?.title;
  return [
    ...(other && title ? [{ label: title, value: Math.round(other.value * factor) }] : []),
    ...(found && found.baseline !== null
      ? [{ label: 'always the same answer', value: Math.round(found.baseline * factor) }]
      : []),
  ];
}

function measuredWords({ at, device, threads, seconds }: Measurement): string {
  const when = new Date(at);
  const took = seconds < 1 ? 'less than a second' : `${Math.round(seconds)} s`;
  return `Measured on ${day(when)} at ${timeOfDay(when)}, ${placeWords(device, threads)}, in ${took}.`;
}
