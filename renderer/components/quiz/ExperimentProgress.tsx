import type { ReactNode } from 'react';
import type { ArmProgress, ExperimentState } from '../../../app/contract/experiments.ts';
import type { Experiment } from '../../../app/lessons/experiment.ts';
import { clock } from '../figures.ts';

interface ExperimentProgressProps {
  readonly experiment: Experiment;
  readonly state: ExperimentState;
  readonly onCancel: () => void;
  /** Further actions. */
  readonly children?: ReactNode;
}

/** Each part with its steps or sentences so far. Figures stay hidden until all are there, so that they come together. */
export function ExperimentProgress({ experiment, state, onCancel, children }: ExperimentProgressProps) {
  const current = state.arms.find(({ result }) => result === null);
  const titleOf = (arm: ArmProgress) => experiment.arms.find(({ id }) => id === arm.id)!.title;
  const isWaiting = state.phase === 'waiting';
  return (
    <div className="experiment">
      <p role="status" className="secondary">
        {isWaiting
          ? 'A run of yours goes first. This starts, or goes on, by itself when no run is going. Read on meanwhile.'
          : 'Measuring on this computer. Read on meanwhile.'}
      </p>
      <ul className="arms">
        {state.arms.map((arm) => (
          <li key={arm.id}>
            <span>{titleOf(arm)}</span>
            <progress max={Math.max(1, arm.total)} value={arm.done} aria-label={titleOf(arm)} />
            <span className="secondary">{armWords(arm, arm === current, isWaiting, experiment.kind)}</span>
          </li>
        ))}
      </ul>
      <div className="actions">
        <button type="button" className="button small" onClick={onCancel}>
          Stop measuring
        </button>
        {children}
      </div>
    </div>
  );
}

function armWords(
  arm: ArmProgress,
  isCurrent: boolean,
  isWaiting: boolean,
  kind: Experiment['kind'],
): string {
  const { done, total, secondsLeft, result } = arm;
  if (result) return 'measured';
  if (isCurrent && isWaiting) return done === 0 ? 'waits' : `waits at ${done} of ${total}`;
  if (done === 0) return isCurrent ? 'loading the model' : 'not begun';
  if (done === total) return 'evaluating';
  const left = secondsLeft === null ? '' : `, about ${clock(secondsLeft)} left`;
  return `${kind === 'training' ? 'step' : 'sentence'} ${done} of ${total}${left}`;
}
