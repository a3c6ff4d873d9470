import { create } from 'zustand';
import { TRAINING_ARGUMENT_NAMES, type TrainingArgumentName } from '../../../app/training/arguments.ts';
import type { Purpose } from '../../stores/navigation.ts';
import type { PresetName } from './presets.ts';
import type { Changed } from './recipe-form.ts';

/** What a person has put together in Train and not started yet. */
interface TrainDraft {
  readonly dataset: string;
  readonly preset: PresetName;
  readonly model: string;
  readonly changed: Changed;
  readonly name: string;
  /** In per cent, as it was typed. */
  readonly guess: string;
  /** The address it came from; null where it came from none. */
  readonly from: string | null;
  /** The run whose settings it took over. */
  readonly cloned: string | null;
}

export const DEFAULT_MODEL = 'all-MiniLM-L6-v2';

const NEW: TrainDraft = {
  dataset: 'paraphrase',
  preset: 'lesson',
  model: DEFAULT_MODEL,
  changed: {},
  name: '',
  guess: '',
  from: null,
  cloned: null,
};

/** Kept while other views are looked at; begins anew after a start. */
export const useTrainDraft = create<TrainDraft>(() => NEW);

export const changeDraft = (changes: Partial<TrainDraft>): void => useTrainDraft.setState(changes);

export const clearDraft = (): void => useTrainDraft.setState(NEW);

/** An address that asks for something begins a draft; coming back to it goes on with that draft. */
export function takePurpose(purpose: Purpose): void {
  const from = new URLSearchParams(purpose).toString();
  if (from === '' || from === useTrainDraft.getState().from) return;
  const { dataset = NEW.dataset, model = NEW.model } = purpose;
  useTrainDraft.setState({ ...NEW, from, dataset, model, changed: argumentsIn(purpose) });
}

/** Arguments may stand in the address, under their own names. */
export function argumentsIn(purpose: Purpose): Changed {
  const names = new Set<string>(TRAINING_ARGUMENT_NAMES);
  return Object.fromEntries(
    Object.entries(purpose).filter(([name]) => names.has(name)) as [TrainingArgumentName, string][],
  );
}
