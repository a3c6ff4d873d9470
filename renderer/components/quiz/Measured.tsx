import type { Experiment } from '../../../app/lessons/experiment.ts';
import type { QuestionOf, Quiz } from '../../../app/lessons/quiz.ts';
import type { QuestionState } from '../../../app/lessons/quiz-state.ts';
import { receiveError } from '../../../app/transferred-error.ts';
import { experimentKey, useExperiments } from '../../stores/experiments.ts';
import { useLesson } from '../../stores/lesson.ts';
import { Failure } from '../Failure.tsx';
import { ExperimentProgress } from './ExperimentProgress.tsx';
import { MeasuredReview } from './MeasuredReview.tsx';
import { hasCurve, measure, showCurve } from './measure.ts';

interface MeasuredProps {
  readonly lesson: string;
  readonly question: QuestionOf<'measured'>;
  readonly experiment: Experiment;
  readonly misconceptions: Quiz['misconceptions'];
  readonly state: QuestionState;
}

/** A locked prediction: being measured, measured, or waiting for somebody to start it. */
export function Measured({ lesson, question, experiment, misconceptions, state }: MeasuredProps) {
  const key = experimentKey(lesson, experiment.id);
  const going = useExperiments(({ states }) => states[key]);
  const isOtherGoing = useExperiments(({ states }) =>
    Object.entries(states).some(
      ([name, { phase }]) => name !== key && (phase === 'running' || phase === 'waiting'),
    ),
  );
  const { cancel } = useExperiments.getState();
  const isBeside = useLesson(
    ({ beside }) => beside?.kind === 'experiment' && beside.experiment.id === experiment.id,
  );
  const isGoing = going?.phase === 'running' || going?.phase === 'waiting';
  const curveButton = hasCurve(experiment) && !isBeside && going && going.arms.length > 0 && (
    <button type="button" className="button small quiet" onClick={() => showCurve(lesson, experiment)}>
      Curve beside
    </button>
  );
  return (
    <>
      <MeasuredReview
        question={question}
        experiment={experiment}
        misconceptions={misconceptions}
        first={state.tries[0]!}
        measurement={state.measurement}
      />
      {going?.error && <Failure error={receiveError(going.error)} />}
      {going && isGoing && (
        <ExperimentProgress
          experiment={experiment}
          state={going}
          onCancel={() => void cancel(lesson, experiment.id)}
        >
          {curveButton}
        </ExperimentProgress>
      )}
      {!isGoing && (
        <div className="actions">
          <button
            type="button"
            className={state.measurement ? 'button small quiet' : 'button small'}
            disabled={isOtherGoing}
            onClick={() => measure(lesson, experiment)}
          >
            {state.measurement ? 'Measure again' : 'Measure it'}
          </button>
          {curveButton}
          {isOtherGoing && <span className="secondary">Another question is being measured.</span>}
        </div>
      )}
    </>
  );
}
