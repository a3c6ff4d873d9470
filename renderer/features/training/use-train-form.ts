import { useEffect, useMemo, useRef, useState } from 'react';
import type { Recipe } from '../../../app/contract/runs.ts';
import type { TrainingArguments } from '../../../app/training/arguments.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useRuns } from '../../stores/runs.ts';
import { type StartModel, startModel } from './ModelRadios.tsx';
import { PRESETS, type PresetName } from './presets.ts';
import { argumentsToSend, type Changed, changesOf, checkForm } from './recipe-form.ts';
import { argumentsIn, changeDraft, DEFAULT_MODEL, takePurpose, useTrainDraft } from './train-draft.ts';

/** What the form's fields do. */
const FIELDS = {
  setDataset: (dataset: string) => changeDraft({ dataset }),
  setPreset: (preset: PresetName) => changeDraft({ preset }),
  setModel: (model: string) => changeDraft({ model }),
  setChanged: (changed: Changed) => changeDraft({ changed }),
  setName: (name: string) => changeDraft({ name }),
  setGuess: (guess: string) => changeDraft({ guess }),
};

/** The recipe that Train is putting together: from the address, a cloned run, or the defaults. */
export function useTrainForm() {
  const { purpose } = useNavigation();
  const summaries = useRuns((state) => state.summaries);
  // Before the first look at the draft, and whenever the address changes while Train is open.
  useState(() => takePurpose(purpose));
  useEffect(() => takePurpose(purpose), [purpose]);
  const { dataset, preset, model, changed, name, guess, cloned: taken } = useTrainDraft();
  const datasets = useAnswer('datasets.list', {});
  const models = useAnswer('models.list', {});
  const cloned = summaries?.find(({ record }) => record.id === (purpose.from ?? taken)) ?? null;

  const known = models.value?.find(({ id }) => id === model);
  const recommended = known?.recommended_learning_rate;
  const presetArgs = useMemo<Partial<TrainingArguments>>(
    () => ({ ...PRESETS[preset].args, ...(recommended ? { learning_rate: recommended } : {}) }),
    [preset, recommended],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a clone is taken over once, when it and its model are known
  useEffect(() => {
    if (!cloned || !models.value || taken === cloned.record.id) return;
    const of = models.value.find(({ id }) => id === cloned.model)?.recommended_learning_rate;
    const base = { ...PRESETS.lesson.args, ...(of ? { learning_rate: of } : {}) };
    changeDraft({
      preset: 'lesson',
      model: cloned.model,
      dataset: cloned.record.dataset.name,
      changed: { ...changesOf(cloned, base), ...argumentsIn(purpose) },
      cloned: cloned.record.id,
    });
  }, [cloned?.record.id, models.value !== null, taken]);

  const form = useMemo(
    () =>
      checkForm(presetArgs, changed, {
        ...(known ? { maxPositions: known.max_positions, layers: known.layers } : {}),
      }),
    [presetArgs, changed, known],
  );
  const args = useMemo(() => argumentsToSend(presetArgs, form, changed), [presetArgs, form, changed]);
  const recipe = useMemo<Recipe>(() => ({ model, dataset, args }), [model, dataset, args]);
  // While something cannot be, what was measured for the recipe before it stays in sight.
  const lastReady = useRef<Recipe | null>(null);
  if (form.isReady) lastReady.current = recipe;
  const offered = (models.value ?? []).filter(({ origin, id }) => origin === 'embedded' || id === model);
  const radios: StartModel[] = offered
    .toSorted((a, b) => Number(b.id === DEFAULT_MODEL) - Number(a.id === DEFAULT_MODEL))
    .map(startModel);
  if (!radios.some(({ id }) => id === model)) radios.push(checkpointModel(model, cloned !== null));
  return {
    ...FIELDS,
    ...{ dataset, preset, model, changed, name, guess },
    ...{ datasets, models, presetArgs, form, recipe, radios, cloned },
    /** What is known of the chosen model; a checkpoint of a run is not listed. */
    known,
    ready: lastReady.current,
  };
}

/** A model that is not in the list: a run's checkpoint, one that a clone names, or any while the list is on its way. */
function checkpointModel(id: string, isCloned: boolean): StartModel {
  const [, run, checkpoint] = /^run:([^/]+)(?:\/(.+))?$/.exec(id) ?? [];
  return run
    ? { id, title: run, words: checkpoint ? `${checkpoint} of that run` : 'Its best checkpoint' }
    : { id, title: id, words: isCloned ? 'As the cloned run had it' : '' };
}
