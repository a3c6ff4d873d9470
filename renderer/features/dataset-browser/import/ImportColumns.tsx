import type { FilePreview } from '../../../../app/contract/datasets.ts';
import { Select } from '../../../components/Select.tsx';
import type { ColumnChoices } from './import-plan.ts';

/** Not a column's name, which has no line end. */
const NONE = '\n';

interface ImportColumnsProps {
  readonly preview: FilePreview;
  readonly choices: ColumnChoices;
  readonly onChange: (choices: ColumnChoices) => void;
}

/** Which column is read as what. */
export function ImportColumns({ preview, choices, onChange }: ImportColumnsProps) {
  const { columns, fields } = preview;
  const options = fields.map(({ name, kind, distinct }) => ({
    value: name,
    label: name,
    detail: kind === 'category' ? `${kind}, ${distinct} different` : kind,
  }));
  const optional = (label: string) => [{ value: NONE, label }, ...options];
  const tagged = columns?.task === 'token-classification';
  return (
    <section className="import-part" aria-label="Columns">
      <h2>Columns</h2>
      <div className="import-fields">
        {tagged ? (
          <>
            <Select
              label="Words"
              value={choices.tokens ?? columns.tokens}
              options={options}
              onChange={(tokens) => onChange({ tokens })}
            />
            <Select
              label="Tags"
              value={choices.tags ?? columns.tags}
              options={options}
              onChange={(tags) => onChange({ tags })}
            />
          </>
        ) : (
          <>
            <Select
              label="Text"
              value={choices.text ?? columns?.text ?? null}
              options={options}
              onChange={(text) => onChange({ text })}
            />
            <Select
              label="Second text"
              value={shown(choices.textPair, columns?.textPair)}
              options={optional('none')}
              onChange={(textPair) => onChange({ textPair: textPair === NONE ? null : textPair })}
            />
            <Select
              label="Label"
              value={shown(choices.label, columns?.label)}
              options={optional('none, hide words instead')}
              onChange={(label) => onChange({ label: label === NONE ? null : label })}
            />
          </>
        )}
      </div>
    </section>
  );
}

function shown(chosen: string | null | undefined, found: string | null | undefined): string {
  return (chosen === undefined ? found : chosen) ?? NONE;
}
