import type { FilePreview } from '../../../../app/contract/datasets.ts';
import { count } from '../../../components/figures.ts';

/** The file's first rows under what its columns were found to be. */
export function FirstRows({ preview }: { readonly preview: FilePreview }) {
  const { fields, first, sampled } = preview;
  return (
    <section className="import-part" aria-label="First rows">
      <h2>First rows</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="first-rows" aria-label="First rows of the file" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field.name} scope="col">
                  <b>{field.name}</b> <span className="tertiary">{kindWords(field)}</span>
                  <span className="import-role">{roleOf(field.name, preview)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.map((row, i) => (
              <tr key={i}>
                {fields.map(({ name }) => (
                  <td key={name} title={row[name]} dir="auto">
                    {row[name] || <span className="tertiary">empty</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="tertiary">
        What a column holds is told from the first {count(sampled)} rows. Columns that are not used stay with
        the rows, for looking at.
      </p>
    </section>
  );
}

function kindWords({ kind, distinct, missing }: FilePreview['fields'][number]): string {
  const what = kind === 'category' ? `${count(distinct)} different` : kind;
  return missing > 0 && kind !== 'empty' ? `${what}, ${count(missing)} empty` : what;
}

function roleOf(name: string, { columns }: FilePreview): string {
  if (columns?.text === name) return 'read as text';
  if (columns?.textPair === name) return 'read as second text';
  if (columns?.label === name) return 'read as label';
  if (columns?.tokens === name) return 'read as words';
  return columns?.tags === name ? 'read as tags' : 'not used';
}
