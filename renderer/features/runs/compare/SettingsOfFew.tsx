import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { RunComparison } from '../../../../app/runs/compare.ts';
import { RunKey } from '../../../components/curves/RunKey.tsx';
import { runAddress } from '../../../components/run/run-links.ts';
import { namesOf } from './compared-series.ts';

/** In rem: the names of settings, and the least for the column of a run. */
const NAMES = 9.5;
const COLUMN = 4.5;

interface SettingsOfFewProps {
  readonly runs: readonly RunDetail[];
  readonly settings: RunComparison['settings'];
  /** A value as people write it. */
  readonly words: (name: string, value: string | null) => string;
}

/** The settings that differ, a row each, with a column for each run. */
export function SettingsOfFew({ runs, settings, words }: SettingsOfFewProps) {
  const names = namesOf(runs);
  return (
    <div className="table-scroll">
      <table style={{ minWidth: `${NAMES + COLUMN * runs.length}rem` }}>
        <caption className="only-read">Settings that differ</caption>
        <thead>
          <tr>
            <td />
            {runs.map((run, i) => (
              <th key={run.record.id} scope="col" title={run.record.name}>
                <RunKey position={i} />
                <a href={runAddress(run)}>{names[i]}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {settings.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row" className="mono cut">
                {name}
              </th>
              {values.map((value, i) => (
                <td key={runs[i]!.record.id} className="mono cut" title={words(name, value)}>
                  {words(name, value)}
                </td>
              ))}
            </tr>
          ))}
          {settings.length === 0 && (
            <tr>
              <td colSpan={runs.length + 1} className="secondary">
                Nothing: the same recipe with the same seed.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
