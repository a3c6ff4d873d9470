import type { FilePreview } from '../../../../app/contract/datasets.ts';
import { Select } from '../../../components/Select.tsx';
import type { ColumnChoices } from './import-plan.ts';
import { choiceOf, READ_AS, READING_HINTS, readAs } from './read-as.ts';

/** Not a column's name, which has no line end. */
const NONE = '\n';

interface ImportColumnsProps {
  readonly preview: FilePreview;
  readonly choices: ColumnChoices;
  /** All choices there are from then on. */
  readonly onChange: (choices: ColumnChoices) => void;
}

/** What rows are read as, and which column is what of it. */
export function ImportColumns({ preview, choices, onChange }: ImportColumnsProps) {
  const { columns, fields } = preview;
  const reading = readAs(choices, columns);
  const options = fields.map(({ name, kind, distinct }) => ({
    value: name,
    label: name,
    detail: kind === 'category' ? `${kind}, ${distinct} different` : kind,
  }));
  const optional = (label: string) => [{ value: NONE, label }, ...options];
  const change = (next: ColumnChoices) => onChange({ ...choices, ...next });
  const hint = reading && READING_HINTS[reading];
  return (
    <section className="import-part" aria-label="Columns">
      <h2>Columns</h2>
      <div className="import-fields">
        <Select
          label="Read as"
          className="import-reading"
          value={reading}
          options={READ_AS}
          onChange={(next) => onChange(choiceOf(next, choices))}
        />
        {reading === 'tags' ? (
          <>
            <Select
              label="Words"
              value={choices.tokens ?? columns?.tokens ?? null}
              options={options}
              onChange={(tokens) => change({ task: 'token-classification', tokens })}
            />
            <Select
              label="Tags"
              value={choices.tags ?? columns?.tags ?? null}
              options={options}
              onChange={(tags) => change({ task: 'token-classification', tags })}
            />
          </>
        ) : (
          <Select
            label="Text"
            value={choices.text ?? columns?.text ?? null}
            options={options}
            onChange={(text) => change({ text })}
          />
        )}
        {reading !== 'tags' && reading !== 'text' && (
          <>
            <Select
              label="Second text"
              value={shown(choices.textPair, columns?.textPair)}
              options={optional('none')}
              onChange={(textPair) => change({ textPair: textPair === NONE ? null : textPair })}
            />
            <Select
              label={reading === 'labels' ? 'Labels' : reading === 'number' ? 'Number' : 'Label'}
              value={choices.label ?? columns?.label ?? null}
              options={options}
              onChange={(label) => change({ label })}
            />
          </>
        )}
      </div>
      {hint && <p className="tertiary">{hint}</p>}
      {reading === 'text' && choices.task === undefined && (
        <LabelOffer
          columns={fields.filter(({ kind }) => kind === 'category').map(({ name }) => name)}
          onChoose={(label) => change({ ...choiceOf('label', choices), label })}
        />
      )}
    </section>
  );
}

interface LabelOfferProps {
  /** Those with few different values. */
  readonly columns: readonly string[];
  readonly onChoose: (column: string) => void;
}

/** No column was taken for the label, but some could be. */
function LabelOffer({ columns, onChoose }: LabelOfferProps) {
  if (columns.length === 0) return null;
  return (
    <p className="label-offer secondary">
      {columns.length === 1 ? 'Is this column the label?' : 'Is one of these columns the label?'}
      {columns.map((column) => (
        <button key={column} type="button" className="link" onClick={() => onChoose(column)}>
          {column}
        </button>
      ))}
    </p>
  );
}

function shown(chosen: string | null | undefined, found: string | null | undefined): string {
  return (chosen === undefined ? found : chosen) ?? NONE;
}
