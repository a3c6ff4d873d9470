import { useId, useState } from 'react';
import type { FilePreview } from '../../../app/contract/datasets.ts';
import { studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import { useNavigation } from '../../stores/navigation.ts';

type Role = 'text' | 'textPair' | 'label';
const ROLES: readonly (readonly [Role, string])[] = [
  ['text', 'Text'],
  ['textPair', 'Second text'],
  ['label', 'Label'],
];

/** A file before it becomes a dataset: what the studio made of it, to be put right. */
export function ImportPanel({ handle }: { readonly handle: string }) {
  const [columns, setColumns] = useState<Partial<Record<Role, string>>>({});
  const [title, setTitle] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const preview = useAnswer('datasets.preview', { handle, columns });
  const open = useNavigation((state) => state.open);
  const titleId = useId();
  const file = preview.value;
  const name = title ?? file?.name.replace(/\.[^.]+$/, '') ?? '';
  const add = async () => {
    try {
      const { id } = await studio.invoke('datasets.import', { handle, columns, title: name });
      open('data', { dataset: id });
    } catch (failure) {
      setError(failure as Error);
    }
  };
  return (
    <section className="pane" aria-label="Open data">
      <header className="bar">
        <h1>{file?.name ?? 'Open data'}</h1>
        <span className="grow" />
        <a className="button small" href="#data">
          Cancel
        </a>
      </header>
      <div className="scroll import-panel">
        {preview.state === 'waiting' && !file && <p className="secondary">Reading the file …</p>}
        {preview.error && <Failure error={preview.error} onRetry={preview.again} />}
        {file && (
          <>
            <p>{inWords(file)}</p>
            {file.skipped.map(({ reason, count, first }) => (
              <p key={reason} className="secondary">
                {count} rows are left out with {reason}: {first.join(', ')}
                {count > first.length ? ' and more' : ''}.
              </p>
            ))}
            <div className="import-fields">
              {file.columns.task !== 'token-classification' &&
                ROLES.map(([role, label]) => (
                  <ColumnChoice
                    key={role}
                    label={label}
                    names={file.names}
                    value={columns[role] ?? file.columns[role]}
                    onChange={(column) => setColumns((before) => ({ ...before, [role]: column }))}
                  />
                ))}
              <div className="named">
                <label htmlFor={titleId}>Name</label>
                <input
                  id={titleId}
                  className="field"
                  maxLength={100}
                  value={name}
                  onChange={({ target }) => setTitle(target.value)}
                />
              </div>
              <button type="button" className="button primary" disabled={name === ''} onClick={add}>
                Add to Data
              </button>
            </div>
            {error && <Failure error={error} />}
            <FirstRows file={file} />
          </>
        )}
      </div>
    </section>
  );
}

function ColumnChoice({
  label,
  names,
  value,
  onChange,
}: {
  readonly label: string;
  readonly names: readonly string[];
  readonly value: string | null;
  readonly onChange: (name: string) => void;
}) {
  const id = useId();
  return (
    <div className="named">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value ?? ''} onChange={({ target }) => onChange(target.value)}>
        {value === null && <option value="">none</option>}
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}

function FirstRows({ file }: { readonly file: FilePreview }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="first-rows" aria-label="First rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {file.names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {file.first.map((row, i) => (
            <tr key={i}>
              {file.names.map((name) => (
                <td key={name} title={row[name]}>
                  {row[name]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const TASKS: Readonly<Record<string, string>> = {
  'text-classification': 'a label for each text',
  'token-classification': 'a tag for each word',
  'fill-mask': 'text without labels',
};

function inWords({ rows, columns, labels }: FilePreview): string {
  const shown = labels.slice(0, 6).map(({ label, count }) => `${label} (${count})`);
  const more = labels.length > shown.length ? ` and ${labels.length - shown.length} more` : '';
  const kind =
    columns.problemType === 'regression' ? 'a number for each text' : (TASKS[columns.task] ?? columns.task);
  return `${rows} rows, read as ${kind}${labels.length > 0 && columns.problemType !== 'regression' ? `: ${shown.join(', ')}${more}` : ''}.`;
}
