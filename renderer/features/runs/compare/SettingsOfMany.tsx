import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { RunComparison } from '../../../../app/runs/compare.ts';
import { RunKey } from '../../../components/curves/RunKey.tsx';
import { figure } from '../../../components/figures.ts';
import { runAddress } from '../../../components/run/run-links.ts';
import { TableHead } from '../../../components/TableHead.tsx';
import { lighting } from '../../../stores/comparison.ts';

interface SettingsOfManyProps {
  readonly runs: readonly RunDetail[];
  readonly comparison: RunComparison;
  /** A value as people write it. */
  readonly words: (name: string, value: string | null) => string;
}

/** In rem: of a run's name, and of a setting. */
const NAMES = 11;
const COLUMN = 6;

/** What differs where a column for each run would be too many: a row for each, with where its best was. */
export function SettingsOfMany({ runs, comparison: { settings, metrics }, words }: SettingsOfManyProps) {
  const loss = metrics.find(({ name }) => name === 'loss');
  return (
    <div className="table-scroll">
      <table className="of-many" style={{ minWidth: `${NAMES + COLUMN * (settings.length + 2)}rem` }}>
        <caption className="only-read">Settings that differ, and steps and losses</caption>
        <TableHead
          columns={[
            'run',
            ...settings.map(({ name }) => [name, 'mono'] as const),
            'best at step',
            'lowest loss',
          ]}
        />
        <tbody>
          {runs.map((run, i) => (
            <tr key={run.record.id} {...lighting(run.record.id)}>
              <th scope="row" className="cut" title={run.record.name}>
                <RunKey position={i} />
                <a href={runAddress(run)}>{run.record.name}</a>
              </th>
              {settings.map(({ name, values }) => {
                const value = words(name, values[i]!);
                return (
                  <td key={name} className="mono cut" title={value}>
                    {value}
                  </td>
                );
              })}
              <td>{run.best?.step}</td>
              <td>{loss?.values[i] && figure(loss.values[i].best)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
