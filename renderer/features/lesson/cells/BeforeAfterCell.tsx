import { Toolbar } from '@base-ui/react/toolbar';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import {
  beforeAfterPython,
  beforeAfterTakeaway,
  fewOf,
  type Scores,
} from '../../../../app/lessons/cells/before-after.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Blank } from '../../../components/Blank.tsx';
import { Ask } from '../frame/Ask.tsx';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { statusWords } from '../frame/status-words.ts';
import { useCell } from '../frame/use-cell.ts';
import { type FlipColumn, FlipsTable } from './FlipsTable.tsx';
import { type LessonRun, useLessonRun, useMeaning, useSecondRun } from './lesson-run.ts';
import { OwnExample } from './OwnExample.tsx';
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

/** What an untrained head says of a few held-out examples and of the learner's own, and what the trained ones say of the same. */
function OfRun({ settings, beside, lessonRun }: BeforeAfterProps & { readonly lessonRun: LessonRun }) {
  const { id, of } = settings;
  const { state, change } = useCell(id, INITIAL);
  const { guess, answered } = state;
  const [isWriting, setWriting] = useState(state.text !== '');
  const { dataset, model } = lessonRun;
  const sample = useAnswer('lessons.heldOut', { dataset });
  const meaning = useMeaning(dataset);
  const run = useRun(lessonRun.run);
  const frozen = useRun(useSecondRun(of, 'freeze_encoder'));
  const watched = sample.value?.examples ?? [];
  const isPair = watched[0]?.pair != null;
  const own =
    state.text === '' || (isPair && state.pair === '')
      ? null
      : { text: state.text, pair: isPair ? state.pair : null };
  const untrained = useAnswer(
    'lessons.untrained',
    answered ? { model, dataset, ...(own ? { own } : {}) } : null,
  );
  const labels = sample.value?.labels ?? [];
  const trainedOwn = useOwnScores(run, own, labels);
  const frozenOwn = useOwnScores(frozen, own, labels);
  const phase = phaseOf(untrained, { asked: answered });

  const places = fewOf(watched, SHOWN);
  const pick = (scores: readonly Scores[] | null) => scores && places.map((place) => scores[place]!);
  const examples = places.map((place) => watched[place]!);
  const before = answered && sample.value ? pick(untrained.value?.scores ?? null) : null;
  const after = run ? pick(lastScores(run)) : null;
  const beforeOwn = untrained.value?.scores[watched.length];
  const withOwn = (scores: readonly Scores[] | null, ownScores: Scores | undefined) =>
    scores && [...scores, ...(own && ownScores ? [ownScores] : [])];
  const first = withOwn(before, beforeOwn);
  // The trained one and the frozen one both began as the untrained.
  const since = (
    title: string,
    scores: readonly Scores[] | null,
    ownScores: Scores | undefined,
  ): FlipColumn => ({
    title,
    scores: withOwn(scores, ownScores),
    before: first,
  });
  const answer = () => change({ answered: true });
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={untrained.state === 'ready'}
      status={
        answered && untrained.value
          ? `${model} · ${statusWords(untrained.value, false)}`
          : `${model}, a head of random numbers`
      }
      python={
        examples.length > 0
          ? beforeAfterPython(
              lessonRun.run ?? 'exported-run',
              own ? [...examples, { ...own, label: null }] : examples,
            )
          : null
      }
      onWithoutGuess={answered || guess !== '' ? undefined : answer}
      actions={
        !isWriting && (
          <Toolbar.Button className="button small quiet" onClick={() => setWriting(true)}>
            <Plus size={16} aria-hidden="true" /> One of your own
          </Toolbar.Button>
        )
      }
    >
      <CellPart name="Predict">
        <Ask onAnswer={answer} action={answered || guess === '' ? null : 'Answer'}>
          Of these {examples.length || 'few'}, a head nobody has trained will judge{' '}
          <Blank
            label="How many the untrained head gets right"
            value={guess}
            number={{ digits: 2 }}
            onChange={(typed) => change({ guess: typed })}
          />{' '}
          correctly.
        </Ask>
      </CellPart>
      {isWriting && (
        <CellPart name="Change">
          <OwnExample
            text={state.text}
            pair={isPair ? state.pair : null}
            onAsk={(text, pair) => change({ text, pair: pair ?? '', answered: true })}
          />
        </CellPart>
      )}
      <Result
        phase={phase}
        error={untrained.error ?? sample.error}
        onRetry={untrained.error ? untrained.again : sample.again}
      >
        <FlipsTable
          title={`Held out of ${dataset}`}
          examples={own && answered ? [...examples, { ...own, label: null }] : examples}
          labels={labels}
          meaning={meaning}
          waiting={SHOWN}
          columns={[
            { title: 'untrained', scores: first, before: null },
            since('trained', answered ? after : null, trainedOwn),
            ...(frozen ? [since('frozen', pick(lastScores(frozen)), frozenOwn)] : []),
          ]}
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
const INITIAL = { guess: '', answered: false, text: '', pair: '' };

/** What the latest evaluation after training began said of the watched examples; null before it. */
function lastScores(run: RunDetail): Scores[] | null {
  const last = evaluationsOf(run).findLast(({ step }) => step > 0);
  return last?.watched?.flatMap((said) => ('scores' in said ? [said.scores] : [])) ?? null;
}

/** What a run's best checkpoint says of the learner's own example; undefined until it has one, and was asked. */
function useOwnScores(
  run: RunDetail | null | undefined,
  own: { readonly text: string; readonly pair: string | null } | null,
  labels: readonly string[],
): Scores | undefined {
  const canAsk = own !== null && run != null && run.record.last_checkpoint !== null;
  const input = own && { text: own.text, ...(own.pair === null ? {} : { pair: own.pair }) };
  const said = useAnswer(
    'inference.predict',
    canAsk ? { model: `run:${run.record.id}`, inputs: [input!] } : null,
  );
  const row = canAsk ? said.value?.rows[0] : undefined;
  if (row?.kind !== 'labels') return undefined;
  return labels.map((label) => row.scores.find((one) => one.label === label)?.score ?? 0);
}
