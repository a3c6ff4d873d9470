import { useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';
import { Cell, CellPart } from '../../components/Cell.tsx';
import { LiveCurves } from '../../components/curves/LiveCurves.tsx';
import { Failure } from '../../components/Failure.tsx';
import { percent } from '../../components/figures.ts';
import { statusWords } from '../../components/run-status.ts';
import { useRuns } from '../../stores/runs.ts';

interface FineTuneProps {
  readonly dataset: string;
  readonly model: string;
}

const RATES = ['1e-4', '2e-5'] as const;

/** The lesson's training run: guess, start, read on beside the curve. */
export function FineTuneCell({ dataset, model }: FineTuneProps) {
  const [guess, setGuess] = useState('');
  const [rate, setRate] = useState<(typeof RATES)[number]>('1e-4');
  const [id, setId] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [starting, setStarting] = useState(false);
  const run = useRuns(({ details }) => (id === null ? undefined : details[id]));
  const isBusy = useRuns(({ summaries }) => summaries?.some(({ live }) => live !== null) ?? false);
  const start = async () => {
    setStarting(true);
    try {
      const args = { learning_rate: rate, num_train_epochs: 3, weight_decay: 0.01, eval_on_start: true };
      const started = await studio.invoke('runs.start', { model, dataset, args });
      await useRuns.getState().follow(started.id);
      setId(started.id);
      setError(null);
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setStarting(false);
    }
  };
  return (
    <Cell name="Fine-tune" state={run ? `${model} · ${run.record.device} · ${statusWords(run)}` : model}>
      <CellPart name="Predict">
        <p className="sentence">
          After three epochs it will judge{' '}
          <input
            className="blank"
            aria-label="Your guess in per cent"
            inputMode="decimal"
            disabled={id !== null}
            value={guess}
            onChange={({ target }) => setGuess(target.value.replaceAll(/[^\d.]/g, ''))}
          />{' '}
          per cent of the pairs rightly.
        </p>
      </CellPart>
      <CellPart name="Change">
        <div className="one-field">
          <label>
            learning_rate{' '}
            <select
              className="field mono"
              value={rate}
              disabled={id !== null}
              onChange={({ target }) => setRate(target.value as typeof rate)}
            >
              {RATES.map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
          <button
            type="button"
            className="button primary"
            disabled={starting || isBusy}
            onClick={() => void start()}
          >
            {starting ? 'Starting' : 'Start'}
          </button>
        </div>
        {isBusy && id === null && <p className="hint">A run is going; see the strip below.</p>}
        {error && <Failure error={error} />}
      </CellPart>
      {run && <LiveCurves run={run} />}
      {run?.best && (
        <CellPart name="Takeaway">
          <p className="takeaway">{takeaway(run, guess)}</p>
        </CellPart>
      )}
    </Cell>
  );
}

function takeaway({ best, live }: RunDetail, guess: string): string {
  const { value, interval, count, baseline } = best!;
  const soFar = live ? 'So far' : 'In the end';
  const range = interval
    ? `, between ${percent(interval[0])} and ${percent(interval[1])} by what ${count} pairs can tell`
    : '';
  const chance = baseline === null ? '' : ` Always the same answer scores ${percent(baseline)}.`;
  const yours = guess === '' ? '' : ` You said ${guess} %.`;
  return `${soFar} the best is ${percent(value)}${range}.${chance}${yours}`;
}
