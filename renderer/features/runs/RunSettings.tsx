import type { RunDetail } from '../../../app/contract/runs.ts';
import { DEFAULT_TRAINING_ARGUMENTS, TRAINING_ARGUMENT_NAMES } from '../../../app/training/arguments.ts';
import { Disclosure } from '../../components/Disclosure.tsx';

/** What the run was made of: model, data, and the arguments that differ from Hugging Face's defaults. */
export function RunSettings({ run }: { readonly run: RunDetail }) {
  const { record, checkpoints } = run;
  const { train_examples, eval_examples, name } = record.dataset;
  const changed = TRAINING_ARGUMENT_NAMES.filter(
    (argument) => argument !== 'output_dir' && record.args[argument] !== DEFAULT_TRAINING_ARGUMENTS[argument],
  );
  return (
    <Disclosure
      title="What it was made of"
      detail={`${changed.length} settings beside Hugging Face's defaults`}
    >
      <dl className="facts">
        <dt>Model</dt>
        <dd>{run.model}</dd>
        <dt>Data</dt>
        <dd>
          {name}: {train_examples.toLocaleString('en')} to learn from, {eval_examples.toLocaleString('en')} to
          judge by
        </dd>
        <dt>Checkpoints</dt>
        <dd>{checkpoints.length > 0 ? checkpoints.join(', ') : 'none kept'}</dd>
        {changed.map((argument) => (
          <ArgumentFact key={argument} name={argument} value={record.args[argument]} />
        ))}
      </dl>
    </Disclosure>
  );
}

function ArgumentFact({ name, value }: { readonly name: string; readonly value: unknown }) {
  return (
    <>
      <dt className="mono">{name}</dt>
      <dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
    </>
  );
}
