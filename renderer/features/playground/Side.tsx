import type { ReactNode } from 'react';
import type { FilledMasks, Predicted, Answered as Timed } from '../../../app/contract/inference.ts';
import type { ModelSummary } from '../../../app/contract/models.ts';
import type { Answered } from '../../api/use-answer.ts';
import { deviceWords } from '../../components/device-words.ts';
import { Failure } from '../../components/Failure.tsx';
import { ShareBars } from '../../components/ShareBars.tsx';
import { Entities } from './Entities.tsx';
import { ModelPicker } from './ModelPicker.tsx';
import { Scores } from './Scores.tsx';
import type { Picked } from './try-state.ts';
import { saidAgainst, saidAlone } from './verdict.ts';
import './answers.css';

type Asked<Value> = Answered<Value> & { readonly again: () => void };

interface SideProps {
  readonly label: string;
  readonly models: readonly ModelSummary[];
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
  /** Where and how fast it answered. */
  readonly timed: Timed | null;
  readonly children: ReactNode;
}

/** One model's column: which it is, and what it answers. */
export function Side({ label, models, picked, onPick, timed, children }: SideProps) {
  return (
    <section className="asked" aria-label={label}>
      <header>
        <ModelPicker label={label} models={models} picked={picked} onPick={onPick} />
        {timed && <span className="side-time">{deviceAndTime(timed)}</span>}
      </header>
      {children}
    </section>
  );
}

interface PredictionProps {
  readonly model: ModelSummary;
  readonly answer: Asked<Predicted>;
  /** The answer on the left, which this one is compared with. */
  readonly against: Predicted | null;
}

/** Labels or names, and a sentence about them. */
export function Prediction({ model, answer, against }: PredictionProps) {
  // The answer before stays while a new one is awaited; one of another model would have other labels.
  const isOfModel = answer.value?.model.split('/')[0] === model.id;
  const row = isOfModel ? answer.value?.rows[0] : undefined;
  if (answer.error) return <Failure error={answer.error} onRetry={answer.again} />;
  if (!row) return <p className="tertiary">Reading the model</p>;
  if (!model.head) return null;
  if (row.kind === 'words') return <Entities labels={model.head.labels} words={row.words} />;
  const before = against?.rows[0];
  return (
    <>
      <Scores head={model.head} scores={row.scores} />
      <p className="side-words" aria-live="polite">
        {(before && saidAgainst(model.head, before, row)) || saidAlone(model.head, row.scores)}
        {row.truncated && ' The end of the text was not read: it is longer than the model can read.'}
      </p>
    </>
  );
}

/** The likeliest words for each [MASK]. */
export function FilledWords({ answer }: { readonly answer: Asked<FilledMasks> }) {
  if (answer.error) return <Failure error={answer.error} onRetry={answer.again} />;
  if (!answer.value) return <p className="tertiary">Reading the model</p>;
  const { masks } = answer.value;
  return (
    <div className="filled">
      {masks.map((candidates, i) => (
        <section key={i} aria-label={masks.length > 1 ? `Blank ${i + 1}` : 'The blank'}>
          {masks.length > 1 && <h3>Blank {i + 1}</h3>}
          <ShareBars
            rows={candidates.map(({ token, probability }) => ({ name: token, share: probability }))}
          />
        </section>
      ))}
    </div>
  );
}

function deviceAndTime({ device, seconds }: Timed): string {
  return `${deviceWords(device)}, ${Math.round(seconds * 1000)} ms`;
}
