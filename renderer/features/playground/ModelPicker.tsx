import type { ModelSummary } from '../../../app/contract/models.ts';
import { Select } from '../../components/Select.tsx';
import type { Picked } from './try-state.ts';

const GROUPS = { run: 'Your runs', embedded: 'Built in', imported: 'Imported' } as const;

interface ModelPickerProps {
  readonly label: string;
  readonly models: readonly ModelSummary[];
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
}

/** A model from a list, and for a run a slider over its states, from before the first step on. */
export function ModelPicker({ label, models, picked, onPick }: ModelPickerProps) {
  const model = models.find(({ id }) => id === picked.model);
  const states = model ? statesOf(model) : [];
  const at = states.findIndex(({ name }) => name === picked.checkpoint);
  const place = at >= 0 ? at : states.findLastIndex(({ stands }) => stands);
  const here = states[place];
  return (
    <div className="picker">
      <Select
        label={label}
        hideLabel
        small
        value={picked.model}
        options={models.map(({ id, title, origin, weights }) => ({
          value: id,
          label: title,
          group: GROUPS[origin],
          ...(weights ? { detail: weights } : {}),
        }))}
        onChange={(id) => onPick({ model: id, checkpoint: null })}
      />
      {here && (
        <label className="picker-states">
          <input
            type="range"
            min={0}
            max={states.length - 1}
            value={place}
            aria-label={`${label}: checkpoint`}
            aria-valuetext={here.words}
            onChange={({ target }) => onPick({ ...picked, checkpoint: states[Number(target.value)]!.name })}
          />
          <span>
            {here.words}
            {here.best && <span className="tertiary">, best</span>}
          </span>
        </label>
      )}
    </div>
  );
}

interface ModelState {
  readonly name: string;
  readonly step: number;
  readonly words: string;
  readonly best: boolean;
  /** Stands for the run where no checkpoint is chosen. */
  readonly stands: boolean;
}

function statesOf({ checkpoints, head }: ModelSummary): readonly ModelState[] {
  if (checkpoints.length === 0) return [];
  const chosen = checkpoints.some(({ best }) => best);
  const before = { name: 'untrained', step: 0, words: 'before training', best: false, stands: false };
  const after = checkpoints.map(({ name, step, best }, i) => ({
    name,
    step,
    words: `step ${step}`,
    best,
    stands: chosen ? best : i === checkpoints.length - 1,
  }));
  return head ? [before, ...after] : after;
}
