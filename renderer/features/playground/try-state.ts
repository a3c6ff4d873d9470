import { create } from 'zustand';
import type { ModelSummary } from '../../../app/contract/models.ts';
import type { Purpose } from '../../stores/navigation.ts';

export type Look = 'classify' | 'entities' | 'fill' | 'lines';

/** A model, and one state of it: a checkpoint's name, `untrained`, or null for the one that stands for the run. */
export interface Picked {
  readonly model: string;
  readonly checkpoint: string | null;
}

interface TryState {
  /** Null until the first models are known. */
  readonly look: Look | null;
  /** By look, so that going back finds the text again. */
  readonly texts: Readonly<Record<Exclude<Look, 'lines'>, string>>;
  readonly pair: string;
  /** By look: what was chosen; the rest follows from the models there are. */
  readonly left: Readonly<Partial<Record<Look, Picked>>>;
  readonly right: Readonly<Partial<Record<Look, Picked>>>;
}

/** What stands in Try, kept while other views are open. */
export const useTry = create<TryState>(() => ({
  look: null,
  texts: {
    classify: 'The lake froze over in one night.',
    entities: 'Ada Lindgren left Siemens in Munich to work for the University of Lisbon.',
    fill: 'It was so cold that the lake [MASK] over in one night.',
  },
  pair: 'Overnight, ice covered the lake.',
  left: {},
  right: {},
}));

/** What an address asks for, e.g. `#try?model=run:paraphrase-1` or `#try?text=…&pair=…` from a row of data. */
export function openFor({ model, look, text, pair }: Purpose, models: readonly ModelSummary[]): void {
  const [id, checkpoint = null] = model?.split('/') ?? [];
  const asked = models.find((each) => each.id === id);
  const looks = looksOf(asked ?? models.find(({ head }) => head !== null));
  useTry.setState((state) => {
    const next = isLook(look) ? look : asked || state.look === null ? looks[0]! : state.look;
    return {
      look: next,
      ...(text !== undefined && next !== 'lines' ? { texts: { ...state.texts, [next]: text } } : {}),
      ...(text !== undefined ? { pair: pair ?? '' } : {}),
      ...(asked ? { right: { ...state.right, [next]: { model: asked.id, checkpoint } } } : {}),
      ...(asked && beganWith(asked)
        ? { left: { ...state.left, [next]: leftOf(state.left[next], asked) } }
        : {}),
    };
  });
}

/** Whether a model is a run that can be asked what it said before its first step. */
const beganWith = ({ origin, head }: ModelSummary): boolean => origin === 'run' && head !== null;

/** A run stands beside its own beginning, unless a person put something else there. */
const leftOf = (chosen: Picked | undefined, { id }: ModelSummary): Picked =>
  chosen && chosen.checkpoint !== 'untrained' ? chosen : { model: id, checkpoint: 'untrained' };

/** What a model can be asked, the most telling first. */
function looksOf(model: ModelSummary | undefined): readonly Look[] {
  if (model?.head?.task === 'text-classification') return ['classify'];
  if (model?.head?.task === 'token-classification') return ['entities'];
  return ['fill'];
}

const isLook = (value: string | undefined): value is Look =>
  value === 'classify' || value === 'entities' || value === 'fill' || value === 'lines';

/** The models that a look can ask, a person's newest runs first. */
export function modelsFor(look: Look, models: readonly ModelSummary[]): readonly ModelSummary[] {
  const usable = models.filter(({ head, fillsMasks }) => {
    if (look === 'fill') return fillsMasks;
    if (look === 'lines') return head !== null;
    return head?.task === (look === 'entities' ? 'token-classification' : 'text-classification');
  });
  return [
    ...usable.filter(({ origin }) => origin === 'run'),
    ...usable.filter(({ origin }) => origin !== 'run'),
  ];
}

/** What is picked on one side: as chosen, while that model is there; else the first one, on the left untrained. */
export function pickedOn(
  side: 'left' | 'right',
  chosen: Picked | undefined,
  models: readonly ModelSummary[],
): Picked | null {
  if (chosen && models.some(({ id }) => id === chosen.model)) return chosen;
  const [first] = models;
  if (!first) return null;
  return { model: first.id, checkpoint: side === 'left' && beganWith(first) ? 'untrained' : null };
}

/** As requests name it. */
export const nameOf = ({ model, checkpoint }: Picked): string =>
  checkpoint === null ? model : `${model}/${checkpoint}`;
