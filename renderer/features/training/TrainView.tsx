import { Play } from 'lucide-react';
import { useId, useState } from 'react';
import { studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { useRuns } from '../../stores/runs.ts';
import { AdvancedArguments } from './AdvancedArguments.tsx';
import { ModelRadios } from './ModelRadios.tsx';
import { PRESET_NAMES, PRESETS, type PresetName } from './presets.ts';
import './train.css';

const DEFAULT_MODEL = 'all-MiniLM-L6-v2';

/** A new run: data, preset, Start; everything else has a default. */
export function TrainView() {
  const { purpose } = useNavigation();
  const [dataset, setDataset] = useState(purpose.dataset ?? 'paraphrase');
  const [preset, setPreset] = useState<PresetName>('lesson');
  const [model, setModel] = useState(purpose.model ?? DEFAULT_MODEL);
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>(() => clonedArguments(purpose));
  const [error, setError] = useState<Error | null>(null);
  const [starting, setStarting] = useState(false);
  const datasets = useAnswer('datasets.list', {});
  const models = useAnswer('models.list', {});
  const isBusy = useRuns(({ summaries }) => summaries?.some(({ live }) => live !== null) ?? false);
  const ids = { data: useId(), preset: useId() };
  const card = datasets.value?.find(({ id }) => id === dataset);
  const recommended = models.value?.find(({ id }) => id === model)?.recommended_learning_rate;
  const defaults = { ...PRESETS[preset].args, ...(recommended ? { learning_rate: recommended } : {}) };

  const start = async () => {
    setStarting(true);
    try {
      const { id } = await studio.invoke('runs.start', { model, dataset, args: { ...defaults, ...changed } });
      setError(null);
      useNavigation.getState().open('runs', { run: id });
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setStarting(false);
    }
  };

  return (
    <section className="pane" aria-label="Train">
      <header className="bar">
        <h1>Train</h1>
        <span className="secondary">a new run</span>
      </header>
      <div className="scroll">
        <div className="column parts">
          <div className="part">
            <h2>Run</h2>
            <div>
              <div className="start-row">
                <label htmlFor={ids.data}>
                  Data
                  <select
                    id={ids.data}
                    className="field"
                    value={dataset}
                    onChange={({ target }) => setDataset(target.value)}
                  >
                    {datasets.value?.map(({ id, title, rows }) => (
                      <option key={id} value={id}>
                        {title}, {rows} rows
                      </option>
                    ))}
                  </select>
                </label>
                <label htmlFor={ids.preset}>
                  Preset
                  <select
                    id={ids.preset}
                    className="field"
                    value={preset}
                    onChange={({ target }) => setPreset(target.value as PresetName)}
                  >
                    {PRESET_NAMES.map((name) => (
                      <option key={name} value={name}>
                        {PRESETS[name].title}
                      </option>
                    ))}
                  </select>
                </label>
                <button
                  type="button"
                  className="button primary"
                  disabled={starting || isBusy}
                  onClick={() => void start()}
                >
                  <Play size={14} aria-hidden="true" /> {starting ? 'Starting' : 'Start'}
                </button>
              </div>
              {card && <p className="hint">{card.description}</p>}
              {isBusy && (
                <p className="hint">One run at a time: Start waits for the one in the strip below.</p>
              )}
              {error && <Failure error={error} />}
              {datasets.error && <Failure error={datasets.error} onRetry={datasets.again} />}
            </div>
          </div>
          <div className="part">
            <h2>Model</h2>
            {models.error && <Failure error={models.error} onRetry={models.again} />}
            {models.value && <ModelRadios models={models.value} value={model} onChange={setModel} />}
          </div>
          <div className="part">
            <h2>In words</h2>
            <p className="takeaway">
              A new head of random weights goes on top, and all weights then move: {PRESETS[preset].words}.
              The learning rate falls from <b>{changed.learning_rate ?? defaults.learning_rate ?? 5e-5}</b> to
              0. The validation rows are judged once before the first step, so that the untrained head is seen
              too.
            </p>
          </div>
          <div className="part">
            <h2>Advanced</h2>
            <AdvancedArguments defaults={defaults} changed={changed} onChange={setChanged} />
          </div>
        </div>
      </div>
    </section>
  );
}

/** A cloned run comes with the arguments it had, under their own names. */
function clonedArguments({ dataset, model, run, ...args }: Readonly<Record<string, string>>) {
  return args;
}
