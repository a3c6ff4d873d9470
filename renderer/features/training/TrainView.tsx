import { useState } from 'react';
import { studio } from '../../api/studio.ts';
import { Failure } from '../../components/Failure.tsx';
import { Figured } from '../../components/Figured.tsx';
import { clock } from '../../components/figures.ts';
import { OpenSide } from '../../components/OpenSide.tsx';
import { Panes } from '../../components/Panes.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { useRuns } from '../../stores/runs.ts';
import { AdvancedArguments } from './AdvancedArguments.tsx';
import { EstimatePane } from './EstimatePane.tsx';
import { earlierRuns } from './earlier-runs.ts';
import { gigabytes, recipeWords, safeEstimate } from './estimate-words.ts';
import { guessedOf } from './guessed.ts';
import { ModelRadios } from './ModelRadios.tsx';
import { PredictPart } from './PredictPart.tsx';
import { RunPart } from './RunPart.tsx';
import { clearDraft } from './train-draft.ts';
import { useKnownProbes, useProbe } from './use-probe.ts';
import { useTrainForm } from './use-train-form.ts';
import './train.css';

/** A new run: data, preset, Start; everything else has a default. */
export function TrainView() {
  const train = useTrainForm();
  const { form, recipe, ready, radios, dataset, model, guess } = train;
  const [isOpen, setOpen] = useState(Object.keys(train.changed).length > 0);
  const [error, setError] = useState<Error | null>(null);
  const [isStarting, setStarting] = useState(false);
  const summaries = useRuns((state) => state.summaries);
  const isBusy = summaries?.some(({ live }) => live !== null) ?? false;
  const { probed, measureAgain } = useProbe(ready, !isBusy && !isStarting);
  const others = useKnownProbes(
    ready ? radios.filter(({ id }) => id !== model).map(({ id }) => ({ ...ready, model: id })) : [],
  );
  const known = probed.answer?.probe ? { ...others, [model]: probed.answer } : others;
  const probe = probed.answer?.probe ?? null;
  const estimate = probe ? safeEstimate(form.args, probe) : null;
  const earlier = earlierRuns(summaries ?? [], model, dataset, form.args);
  const counts = probe
    ? { train: probe.train.examples, evaluation: probe.evaluation?.examples ?? 0 }
    : earlier.counts;
  const simplest = probe?.evaluation?.baseline ?? null;
  const task = train.datasets.value?.find(({ id }) => id === dataset)?.task ?? 'text-classification';
  const hasHead = /fill-mask/.test(task) && (train.known?.fillsMasks ?? false);
  const guessed = guessedOf({ task, baseline: simplest, head: earlier.head });
  const baseline = (guessed && simplest?.metrics[guessed.metric]) ?? earlier.baseline;
  const share = guess === '' ? null : Math.min(1, Number(guess) / 100);

  const start = async () => {
    setStarting(true);
    try {
      const { id, queued } = await studio.invoke('runs.start', {
        ...recipe,
        ...(train.name.trim() ? { name: train.name.trim() } : {}),
        ...(share !== null && guessed ? { guess: share } : {}),
      });
      setError(null);
      clearDraft();
      useNavigation.getState().open('runs', queued ? {} : { run: id });
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setStarting(false);
    }
  };

  return (
    <Panes
      name="train"
      sideLabel="What it will take"
      side={
        <EstimatePane
          probed={probed}
          args={form.args}
          preset={train.presetArgs}
          withRate={isOpen}
          isBusy={isBusy}
          onMeasure={measureAgain}
          onTake={(changes) => train.setChanged({ ...train.changed, ...changes })}
        />
      }
      main={
        <section className="pane" aria-label="Train">
          <header className="bar">
            <h1>Train</h1>
            <span className="secondary cut">
              {train.cloned ? `a new run, with the settings of “${train.cloned.record.name}”` : 'a new run'}
            </span>
            <span className="grow" />
            <OpenSide>
              {estimate && probe
                ? `${clock(estimate.seconds)}, ${gigabytes(probe.memory.peak)}`
                : 'What it will take'}
            </OpenSide>
          </header>
          <div className="scroll">
            <div className="column parts">
              <RunPart
                train={train}
                counts={counts}
                isBusy={isBusy}
                isStarting={isStarting}
                onStart={() => void start()}
                onOpenAdvanced={() => setOpen(true)}
              />
              {error && (
                <div className="part">
                  <span />
                  <Failure error={error} />
                </div>
              )}
              <div className="part">
                <h2>Model</h2>
                <div>
                  {train.models.error && <Failure error={train.models.error} onRetry={train.models.again} />}
                  <ModelRadios
                    models={radios}
                    known={known}
                    isMeasuring={probed.state === 'measuring'}
                    args={form.args}
                    value={model}
                    onChange={train.setModel}
                  />
                </div>
              </div>
              <div className="part">
                <h2>In words</h2>
                <p className="takeaway">
                  <Figured text={recipeWords(form.args, probe, counts, hasHead)} />
                </p>
              </div>
              {guessed && (
                <PredictPart
                  guessed={guessed}
                  guess={guess}
                  share={share}
                  rows={counts?.evaluation ?? null}
                  baseline={baseline}
                  earlier={earlier.measured}
                  onChange={train.setGuess}
                />
              )}
              <div className="part advanced">
                <h2>Advanced</h2>
                <AdvancedArguments
                  preset={train.presetArgs}
                  changed={train.changed}
                  form={form}
                  isOpen={isOpen}
                  onOpen={setOpen}
                  onChange={train.setChanged}
                />
              </div>
            </div>
          </div>
        </section>
      }
    />
  );
}
