import type { RunDetail } from '../../../app/contract/runs.ts';
import { DEFAULT_TRAINING_ARGUMENTS, TRAINING_ARGUMENT_NAMES } from '../../../app/training/arguments.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { setting } from '../../components/figures.ts';
import { useDatasetTitle } from '../../stores/dataset-titles.ts';

/** What the run was made of: model, data, and the arguments that differ from Hugging Face's defaults. */
export function RunSettings({ run }: { readonly run: RunDetail }) {
  const { record, checkpoints } = run;
  const { train_examples, eval_examples, name } = record.dataset;
  const titleOf = useDatasetTitle();
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
          {titleOf(name)}: {train_examples.toLocaleString('en')} to learn from,{' '}
          {eval_examples.toLocaleString('en')} to judge by{handWords(record.dataset)}
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

/** `; 3 rows left out and 2 labels given by hand`. */
function handWords({ left_out = 0, edited_labels = 0 }: RunDetail['record']['dataset']): string {
  const words = [
    ...(left_out > 0 ? [`${left_out} ${left_out === 1 ? 'row' : 'rows'} left out`] : []),
    ...(edited_labels > 0
      ? [`${edited_labels} ${edited_labels === 1 ? 'row' : 'rows'} labelled by hand`]
      : []),
  ];
  return words.length === 0 ? '' : `; ${words.join(', ')}`;
}

function ArgumentFact({ name, value }: { readonly name: string; readonly value: unknown }) {
  return (
    <>
      <dt className="mono">{name}</dt>
      <dd className="mono">{setting(name, typeof value === 'string' ? value : JSON.stringify(value))}</dd>
    </>
  );
}
