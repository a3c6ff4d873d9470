import { useEffect } from 'react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import {
  beforeAfterPython,
  beforeAfterTakeaway,
  fewOf,
  type Scores,
} from '../../../../app/lessons/cells/before-after.ts';
import { CELL_NAMES, type SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Blank } from '../../../components/Blank.tsx';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { useCell } from '../frame/use-cell.ts';
import { type FlipColumn, FlipsTable } from './FlipsTable.tsx';
import { type LessonRun, useLessonRun, useMeaning, useSecondRun } from './lesson-run.ts';
import { evaluationsOf, useRun } from './use-run.ts';

interface BeforeAfterProps {
  readonly settings: SettingsOf<'before-after'>;
  readonly beside: boolean;
}

export function BeforeAfterCell({ settings, beside }: BeforeAfterProps) {
  const lessonRun = useLessonRun(settings.of);
  if (!lessonRun) return <p role="alert">This lesson has no cell called #{settings.of}.</p>;
  return <OfRun settings={settings} beside={beside} lessonRun={lessonRun} />;
}

/** What an untrained head says of a few held-out examples, and what it says of the same ones after every evaluation of the run. */
function OfRun({ settings, beside, lessonRun }: BeforeAfterProps & { readonly lessonRun: LessonRun }) {
  const { id, of } = settings;
  const { state, change, finish } = useCell(id, INITIAL);
  const { guess, answered } = state;
  const { dataset, model } = lessonRun;
  const untrained = useAnswer('lessons.untrained', answered ? { model, dataset } : null);
  const sample = useAnswer('lessons.heldOut', { dataset });
  const meaning = useMeaning(dataset);
  const run = useRun(lessonRun.run);
  const frozen = useRun(useSecondRun(of, 'freeze_encoder'));
  const phase = phaseOf(untrained, { asked: answered });
  useEffect(() => {
    if (untrained.state === 'ready') finish();
  }, [untrained.state, finish]);

  const watched = (sample.value?.examples ?? []).map((example) => ({
    ...example,
    label: example.label ?? '',
  }));
  const places = fewOf(watched, SHOWN);
  const pick = (scores: readonly Scores[] | null) => scores && places.map((place) => scores[place]!);
  const examples = places.map((place) => watched[place]!);
  const labels = sample.value?.labels ?? [];
  const before = answered && sample.value ? pick(untrained.value?.scores ?? null) : null;
  const after = run ? pick(lastScores(run)) : null;
  const frozenScores = frozen ? pick(lastScores(frozen)) : null;
  const columns: FlipColumn[] = [
    { title: 'untrained', scores: before },
    { title: 'trained', scores: answered ? after : null },
    ...(frozenScores ? [{ title: 'frozen', scores: frozenScores }] : []),
  ];
  const answer = () => change({ answered: true });
  return (
    <Cell
      id={id}
      name={CELL_NAMES['before-after']}
      status={
        untrained.value && answered
          ? `${model} · ${untrained.value.device === 'cpu' ? 'CPU' : untrained.value.device} · ${Math.round(untrained.value.seconds * 1000)} ms`
          : `${model}, a head of random numbers`
      }
      python={examples.length > 0 ? beforeAfterPython(lessonRun.run ?? 'exported-run', examples) : null}
      beside={beside}
      actions={
        !answered && (
          <button type="button" className="button small quiet" onClick={answer}>
            Answer without a guess
          </button>
        )
      }
    >
      <CellPart name="Predict">
        <form
          className="ask"
          onSubmit={(event) => {
            event.preventDefault();
            answer();
          }}
        >
          Of these {examples.length || 'few'}, a head nobody has trained will judge{' '}
          <Blank
            label="How many the untrained head gets right"
            value={guess}
            numeric
            onChange={(typed) => change({ guess: typed.replaceAll(/\D/g, '').slice(0, 2) })}
          />{' '}
          correctly.
        </form>
      </CellPart>
      <CellPart name="Change">
        <p className="hint">
          {lessonRun.run
            ? 'The data and the model are those of the run. A run with other settings fills the column anew.'
            : 'The data and the model are those chosen for the run. Start it, and these same examples are judged again after every epoch.'}
        </p>
      </CellPart>
      <Result
        phase={phase}
        error={untrained.error ?? sample.error}
        onRetry={untrained.error ? untrained.again : sample.again}
      >
        <FlipsTable
          title={`Held out of ${dataset}`}
          examples={examples}
          labels={labels}
          meaning={meaning}
          columns={columns}
        />
      </Result>
      <Takeaway
        phase={phase}
        said={
          before && examples.length > 0
            ? beforeAfterTakeaway({ examples, labels, before, after }, guess === '' ? null : Number(guess))
            : null
        }
      />
    </Cell>
  );
}

/** Of the watched examples; beside, all of them are shown. */
const SHOWN = 5;
const INITIAL = { guess: '', answered: false };

/** What the latest evaluation after training began said of the watched examples; null before it. */
function lastScores(run: RunDetail): Scores[] | null {
  const last = evaluationsOf(run).findLast(({ step }) => step > 0);
  return last?.watched?.flatMap((said) => ('scores' in said ? [said.scores] : [])) ?? null;
}
