import { Toolbar } from '@base-ui/react/toolbar';
import { useMemo, useState } from 'react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import { bestTrained, lessonRunArguments } from '../../../../app/lessons/cells/fine-tune.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Blank } from '../../../components/Blank.tsx';
import { placeWords } from '../../../components/device-words.ts';
import { PredictScale } from '../../../components/run/PredictScale.tsx';
import { statusWords } from '../../../components/run/run-status.ts';
import { Select } from '../../../components/Select.tsx';
import { useRuns } from '../../../stores/runs.ts';
import { Cell, CellPart, Takeaway } from '../frame/Cell.tsx';
import { CellFailure } from '../frame/CellFailure.tsx';
import { useCell } from '../frame/use-cell.ts';
import { FullRun } from './FullRun.tsx';
import { type ChangedArguments, LessonArguments, problemIn } from './LessonArguments.tsx';
import { changesOf } from './lesson-run.ts';
import { RunButton } from './RunButton.tsx';
import { RUN_MEASURES } from './run-measures.ts';
import { runPython } from './run-python.ts';
import { evaluationsOf, judgedOf, useRun } from './use-run.ts';
import { useStartRun } from './use-start-run.ts';
import './fine-tune.css';

interface FineTuneProps {
  readonly settings: SettingsOf<'fine-tune' | 'find-names'>;
  readonly beside: boolean;
}

/** A run of the lesson: a guess, Start, and the curve beside while one reads on. */
export function FineTuneCell({ settings, beside }: FineTuneProps) {
  const { id, kind } = settings;
  const measure = RUN_MEASURES[kind];
  const initial = useMemo(
    () => ({
      guess: '',
      run: null as string | null,
      dataset: settings.dataset,
      model: settings.model,
      changed: changesOf(settings),
    }),
    [settings],
  );
  const { state, change } = useCell(id, initial);
  const { guess, dataset, model } = state;
  const changed = state.changed as ChangedArguments;
  const run = useRun(state.run);
  const datasets = useAnswer('datasets.list', {});
  const view = useAnswer('datasets.view', { id: dataset, split: 'validation' });
  const isBusy = useRuns(({ summaries }) => summaries?.some(({ live }) => live !== null) ?? false);

  const judged = run ? judgedOf(run, measure.metric) : [];
  const best = bestTrained(judged) ?? judged.at(-1) ?? null;
  const report = run && evaluationsOf(run)[0]?.report;
  const rows = (report?.unit === 'examples' ? report.count : null) ?? view.value?.total ?? null;
  const baseline =
    report?.baseline?.metrics[measure.metric] ??
    (kind === 'find-names' ? 0 : (view.value?.majority?.accuracy ?? null));
  const typed = Number.parseFloat(guess);
  const share = Number.isNaN(typed) ? null : Math.min(100, typed) / 100;
  const problem = problemIn(changed);
  const python = problem ? null : runPython(model, view.value, changed as Record<string, string>);
  const { starting, error, start } = useStartRun((started) => change({ run: started }));
  const begin = () =>
    void start({ model, dataset, changed: changed as Record<string, string>, guess: share });
  const locked = run != null;
  const [isFullOpen, setFullOpen] = useState(false);
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={judged.length > 1}
      status={runWords(run, model)}
      python={python}
      actions={
        !locked &&
        kind === 'fine-tune' && (
          <Toolbar.Button
            className="button small quiet"
            aria-expanded={isFullOpen}
            onClick={() => setFullOpen(!isFullOpen)}
          >
            The full run, bert-base-uncased on MRPC
          </Toolbar.Button>
        )
      }
    >
      <CellPart name="Predict">
        <p className="ask">
          {measure.before(rows)}{' '}
          <Blank
            label={measure.asked}
            value={guess}
            number={{ digits: 5, decimal: true }}
            {...(locked ? {} : { onChange: (typed: string) => change({ guess: typed }) })}
          />{' '}
          {measure.after}
        </p>
        <PredictScale
          baseline={baseline}
          guess={share}
          measured={
            best && {
              value: best.score,
              interval: best.interval,
              label:
                best.epoch === 0
                  ? 'untrained'
                  : `${run?.live ? 'best so far' : 'best'}, epoch ${Math.round(best.epoch)},`,
            }
          }
          earlier={[]}
        />
      </CellPart>
      <CellPart name="Change">
        <div className="start-run">
          <Select
            label="Data"
            value={dataset}
            disabled={locked}
            options={(datasets.value ?? [])
              .filter(({ task }) => task.startsWith(measure.task))
              .map(({ id: value, title, rows }) => ({
                value,
                label: title,
                detail: `${rows.toLocaleString('en')} rows`,
              }))}
            onChange={(chosen) => change({ dataset: chosen })}
          />
          <RunButton
            run={run ?? null}
            starting={starting}
            waits={isBusy || problem !== null}
            onStart={begin}
            onNew={() => change({ run: null })}
          />
        </div>
        <LessonArguments
          model={model}
          onModel={(chosen) => change({ model: chosen })}
          changed={changed}
          disabled={locked}
          onChange={(next) => change({ changed: next as Record<string, string> })}
        />
        {isBusy && !run && (
          <p className="hint">A run is going, in the strip below. Start waits until it has ended.</p>
        )}
        {problem && !locked && <p className="hint">Start waits: {problem}</p>}
        {error && <CellFailure error={error} onRetry={begin} />}
        {run?.record.error && <CellFailure error={new Error(run.record.error.message)} />}
      </CellPart>
      {isFullOpen && !locked && (
        <CellPart name="Full run">
          <FullRun
            dataset={dataset}
            model={model}
            args={lessonRunArguments(changed as Record<string, string>)}
            onChoose={() => change({ model: 'bert-base-uncased', changed: {} })}
          />
        </CellPart>
      )}
      <Takeaway phase="ready" said={run && judged.length > 0 ? measure.takeaway(run, judged, share) : null} />
    </Cell>
  );
}

function runWords(run: RunDetail | undefined | null, model: string): string {
  if (!run) return `${model} · not started`;
  const { device, threads } = run.record;
  const steps = run.points.flatMap((point) => (point.kind === 'step' ? [point.seconds] : []));
  const pace =
    steps.length > 0 ? ` · ${(steps.reduce((a, b) => a + b) / steps.length).toFixed(2)} s a step` : '';
  return `${statusWords(run)} · ${placeWords(device, threads)}${pace}`;
}
