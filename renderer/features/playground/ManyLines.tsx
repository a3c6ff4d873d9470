import { FileUp, Play } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { ModelSummary } from '../../../app/contract/models.ts';
import { ChosenFiles } from '../../components/ChosenFiles.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Failure } from '../../components/Failure.tsx';
import { Switch } from '../../components/Switch.tsx';
import { linesToFile } from './lines.ts';
import { ModelPicker } from './ModelPicker.tsx';
import { PredictedRows } from './PredictedRows.tsx';
import { modelsFor, nameOf, pickedOn, useTry } from './try-state.ts';
import { useFilePrediction } from './use-file-prediction.ts';
import './many-lines.css';

/** Lines that are pasted, or a file: predicted row by row, shown as a table, saved as CSV. */
export function ManyLines({ models }: { readonly models: readonly ModelSummary[] }) {
  const usable = modelsFor('lines', models);
  const chosen = useTry((state) => state.right.lines);
  const picked = pickedOn('right', chosen, usable);
  const [pasted, setPasted] = useState('');
  const [inIntegers, setInIntegers] = useState(false);
  const prediction = useFilePrediction();
  const chooser = useRef<HTMLInputElement>(null);
  const id = useId();
  if (!picked) {
    return (
      <Empty title="No model here predicts labels yet" drawing="rows">
        <p>Train one on the data you have; then it can be asked about thousands of new rows at once.</p>
        <a className="button" href="#train">
          Train one
        </a>
      </Empty>
    );
  }
  const model = usable.find((each) => each.id === picked.model)!;
  const ask = (file: File | undefined) =>
    file && void prediction.start(nameOf(picked), file, inIntegers ? 'int8' : 'float32');
  const { running, rows, result, error } = prediction;
  return (
    <div className="many">
      <div className="many-in">
        <ModelPicker
          label="Model"
          models={usable}
          picked={picked}
          onPick={(next) => useTry.setState(({ right }) => ({ right: { ...right, lines: next } }))}
        />
        <div className="labelled">
          <label className="label" htmlFor={id}>
            A text a line; a tab parts a second one
          </label>
          <textarea
            id={id}
            className="field"
            rows={5}
            dir="auto"
            value={pasted}
            onChange={({ target }) => setPasted(target.value)}
          />
        </div>
        <div className="many-how">
          <Switch label="Compute with 8-bit integers" checked={inIntegers} onChange={setInIntegers} />
          <p className="secondary">
            Faster and a little less exact: 4,000 sentences about films took less than half the time, and 33
            of them got another label. It differs from model to model and from processor to processor.
          </p>
        </div>
        <div className="many-acts">
          <button
            type="button"
            className="button primary"
            disabled={running || pasted.trim() === ''}
            onClick={() => ask(linesToFile(pasted))}
          >
            <Play size={16} aria-hidden="true" />
            Predict
          </button>
          <button
            type="button"
            className="button"
            disabled={running}
            onClick={() => chooser.current?.click()}
          >
            <FileUp size={16} aria-hidden="true" />
            Predict a file
          </button>
          <ChosenFiles
            ref={chooser}
            accept=".csv,.tsv,.json,.jsonl,.parquet,.conll,.txt"
            onFiles={([file]) => ask(file)}
          />
          <span role="status" className="only-read">
            {running && 'Predicting'}
          </span>
          {running && <span className="secondary">{rows} rows so far</span>}
          {running && (
            <button type="button" className="button small" onClick={prediction.cancel}>
              Cancel
            </button>
          )}
        </div>
        {error && <Failure error={error} />}
      </div>
      {result && <PredictedRows result={result} model={model} />}
      {!result && !running && !error && (
        <Empty title="No line asked yet" drawing="rows">
          <p>
            Each line becomes a row here: the text, what the model says of it, and how sure it is. The whole
            table can be saved as CSV.
          </p>
        </Empty>
      )}
    </div>
  );
}
