import { Play } from 'lucide-react';
import { Failure } from '../../components/Failure.tsx';
import { Select } from '../../components/Select.tsx';
import { PRESET_NAMES, PRESETS } from './presets.ts';
import type { useTrainForm } from './use-train-form.ts';

interface RunPartProps {
  readonly train: ReturnType<typeof useTrainForm>;
  readonly counts: { readonly train: number; readonly evaluation: number } | null;
  readonly isBusy: boolean;
  readonly isStarting: boolean;
  readonly onStart: () => void;
  readonly onOpenAdvanced: () => void;
}

/** Data, preset, Start, and what Start waits for. */
export function RunPart({ train, counts, isBusy, isStarting, onStart, onOpenAdvanced }: RunPartProps) {
  const { datasets, dataset, preset, form, changed } = train;
  const card = datasets.value?.find(({ id }) => id === dataset);
  const isChanged = Object.keys(changed).length > 0;
  const waits = [
    ...Object.keys(form.invalid),
    ...form.contradictions.map(({ names }) => names.slice(-2).join(' with ')),
  ];
  return (
    <div className="part run-part">
      <h2>Run</h2>
      <div>
        <div className="start-row">
          <Select
            label="Data"
            className="data"
            value={dataset}
            options={(datasets.value ?? []).map(({ id, title, rows, own }) => ({
              value: id,
              label: `${title}, ${rows.toLocaleString('en')} rows`,
              group: own ? 'Yours' : 'Built in',
            }))}
            onChange={train.setDataset}
          />
          <Select
            label="Preset"
            value={preset}
            options={PRESET_NAMES.map((name) => ({
              value: name,
              label: `${PRESETS[name].title}${isChanged && name === preset ? ', changed' : ''}`,
            }))}
            onChange={train.setPreset}
          />
          <button
            type="button"
            className="button primary"
            disabled={isStarting || !form.isReady}
            onClick={onStart}
          >
            <Play size={14} aria-hidden="true" />{' '}
            {isStarting ? 'Starting' : isBusy ? 'Start it next' : 'Start'}
          </button>
        </div>
        {waits.length > 0 ? (
          <p className="hint" role="status">
            Start waits for {waits.length === 1 ? 'one thing' : `${waits.length} things`} below:{' '}
            {waits.map((name, i) => (
              <span key={name}>
                {i > 0 && (i === waits.length - 1 ? ', and ' : ', ')}
                <button type="button" className="link mono" onClick={onOpenAdvanced}>
                  {name}
                </button>
              </span>
            ))}
            .
          </p>
        ) : (
          card && (
            <p className="hint">
              {card.description}
              {counts &&
                ` ${counts.train.toLocaleString('en')} rows to learn from, ${counts.evaluation.toLocaleString('en')} to be judged by.`}
            </p>
          )
        )}
        {isBusy && (
          <p className="hint">
            A run is going; this one starts by itself when that has ended, as long as the studio is open.
          </p>
        )}
        {datasets.error && <Failure error={datasets.error} onRetry={datasets.again} />}
        <label className="name-row">
          <span>Name</span>
          <input
            className="field small"
            maxLength={200}
            value={train.name}
            placeholder={`${dataset}-${shortModel(train.model)}`}
            onChange={({ target }) => train.setName(target.value)}
          />
        </label>
      </div>
    </div>
  );
}

function shortModel(id: string): string {
  return id.replace(/^run:/, '').replace('/', '-');
}
