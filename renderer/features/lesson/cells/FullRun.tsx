import { useState } from 'react';
import { type GivenArguments, LESSON_ARGUMENTS } from '../../../../app/lessons/cells/fine-tune.ts';
import { estimateRun } from '../../../../app/training/estimate.ts';
import { parseTrainingArguments } from '../../../../app/training/parse-arguments.ts';
import { studio } from '../../../api/studio.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { clock, rate } from '../../../components/figures.ts';

interface FullRunProps {
  readonly dataset: string;
  readonly model: string;
  readonly args: GivenArguments;
  readonly onChoose: () => void;
}

/** The lesson's own run, for a learner who has the file: what to do, and how long it takes here once that was measured. */
export function FullRun({ dataset, model, args, onChoose }: FullRunProps) {
  return (
    <>
      <ol className="directions">
        <li>
          MRPC is one of the nine tasks of GLUE. Its texts may not be passed on with a program, so get{' '}
          <code>train.tsv</code> and <code>dev.tsv</code> from where GLUE is published.
        </li>
        <li>
          <a href="#data">Open both in Data</a> as one dataset, and choose it here.
        </li>
        <li>
          <button type="button" className="button small" onClick={onChoose}>
            Take bert-base-uncased at {rate(LESSON_ARGUMENTS.learning_rate)}
          </button>
        </li>
      </ol>
      <p className="hint">
        Where this was written, its 690 steps and three evaluations took 35 minutes on two cores.
      </p>
      <MeasuredTime dataset={dataset} model={model} args={args} />
    </>
  );
}

/** Only what a probe measured on this computer, never a guess. */
function MeasuredTime({ dataset, model, args }: Omit<FullRunProps, 'onChoose'>) {
  const known = useAnswer('probes.get', { model, dataset, args });
  const [measuring, setMeasuring] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const probe = known.value?.probe ?? null;
  const measure = async () => {
    setMeasuring(true);
    try {
      await studio.invoke('probes.measure', { model, dataset, args });
      setError(null);
      known.again();
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setMeasuring(false);
    }
  };
  if (probe) {
    const { seconds, low, high } = estimateRun(parseTrainingArguments(args), probe);
    return (
      <p className="hint">
        With the data and model chosen above about <b>{clock(seconds)}</b> here, {clock(low)} to {clock(high)}
        , from {probe.steps.length} steps timed on this computer.
      </p>
    );
  }
  return (
    <p className="hint">
      How long the run chosen above takes was not measured on this computer yet.{' '}
      <button type="button" className="button small" disabled={measuring} onClick={() => void measure()}>
        {measuring ? 'Timing a few steps' : 'Time a few steps'}
      </button>
      {(error ?? known.error) && <span role="alert"> {(error ?? known.error)!.message}</span>}
    </p>
  );
}
