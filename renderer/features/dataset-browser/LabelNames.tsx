import { useId } from 'react';
import { count } from '../../components/figures.ts';
import { TableHead } from '../../components/TableHead.tsx';

export type Names = Readonly<Record<string, string>>;

interface LabelNamesProps {
  /** As the file has them. */
  readonly labels: readonly { readonly label: string; readonly count: number | null }[];
  readonly names: Names;
  readonly onChange: (names: Names) => void;
}

/** A name for each label that a file has as a number or a short form. */
export function LabelNames({ labels, names, onChange }: LabelNamesProps) {
  const id = useId();
  const name = (label: string, given: string) => {
    const { [label]: _, ...others } = names;
    onChange(given === '' ? others : { ...others, [label]: given });
  };
  return (
    <table className="label-names">
      <TableHead columns={['in the file', ['rows', 'number'], 'shown and learnt as']} />
      <tbody>
        {labels.map(({ label, count: rows }, i) => (
          <tr key={label}>
            <th scope="row">
              <label htmlFor={`${id}-${i}`}>{label}</label>
            </th>
            <td className="number">{rows === null ? '' : count(rows)}</td>
            <td>
              <input
                id={`${id}-${i}`}
                className="field small"
                maxLength={100}
                placeholder={label}
                value={Object.hasOwn(names, label) ? names[label]! : ''}
                onChange={({ target }) => name(label, target.value)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
