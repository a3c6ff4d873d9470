import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { RunComparison } from '../../../../app/runs/compare.ts';
import { verdictOn } from '../../../../app/runs/verdict.ts';
import { runColor } from '../../../components/curves/run-colors.ts';
import { figure, setting } from '../../../components/figures.ts';
import { metricWords } from '../../../components/metric-words.ts';
import { IntervalMark } from '../../../components/run/IntervalMark.tsx';
import { NARROW, useMedia } from '../../../components/use-media.ts';
import { useDatasetTitle } from '../../../stores/dataset-titles.ts';
import { scaleStart } from '../table/BestCell.tsx';
import { namesOf } from './compared-series.ts';

/** In rem: the names of settings, and the least for the column of a run. */
const NAMES = 9.5;
const COLUMN = 4.5;

interface DifferencesProps {
  readonly runs: readonly RunDetail[];
  readonly comparison: RunComparison;
}

/** Only the settings that differ, what came of each run on one scale, and whether that means anything. */
export function Differences({ runs, comparison: { settings, metrics } }: DifferencesProps) {
  const narrow = useMedia(NARROW);
  const titleOf = useDatasetTitle();
  const loss = metrics.find(({ name }) => name === 'loss');
  const best = runs.flatMap((run) => run.best ?? []);
  const low = scaleStart(best);
  const judgedBy = [...new Set(best.map(({ metric }) => metricWords(metric)))];
  return (
    <>
      <h3>
        What differs{' '}
        <span>
          {settings.length} {settings.length === 1 ? 'setting' : 'settings'}
        </span>
      </h3>
      <div className="table-scroll">
        <table style={{ minWidth: `${NAMES + COLUMN * runs.length}rem` }}>
          <caption className="only-read">Settings that differ</caption>
          <Heads runs={runs} />
          <tbody>
            {settings.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row" className="mono cut">
                  {name}
                </th>
                {values.map((value, i) => {
                  const words = name === 'dataset' && value !== null ? titleOf(value) : value;
                  return (
                    <td key={runs[i]!.record.id} className="mono cut" title={words ?? ''}>
                      {words === null ? '' : setting(name, words)}
                    </td>
                  );
                })}
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
      <h3>
        What came of it{' '}
        <span>
          best {judgedBy.join(' or ') || 'metric'}, 95&#8239;% interval, dotted: always the same answer
        </span>
      </h3>
      <table className="outcome">
        <caption className="only-read">What came of each run</caption>
        <tbody>
          {runs.map((run, i) => (
            <tr key={run.record.id}>
              <th scope="row" className="cut" style={{ color: `var(${runColor(i)})` }}>
                <b>{run.record.name}</b>
              </th>
              <td>
                {run.best && !run.best.isLowerBetter && (
                  <IntervalMark
                    best={run.best}
                    low={low}
                    width={narrow ? 150 : 260}
                    color={`var(${runColor(i)})`}
                  />
                )}
              </td>
              <td className="figure">
                {run.best ? figure(run.best.value) : 'none'}
                {run.best && judgedBy.length > 1 && (
                  <span className="tertiary"> {metricWords(run.best.metric)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="only-wide">
        <caption className="only-read">Steps and losses</caption>
        <tbody>
          <tr>
            <th scope="row">best at step</th>
            {runs.map(({ record, best: own }) => (
              <td key={record.id}>{own?.step}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">lowest loss</th>
            {runs.map(({ record }, i) => (
              <td key={record.id}>{loss?.values[i] && figure(loss.values[i].best)}</td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="takeaway compare-verdict">{verdictOn(runs)}</p>
    </>
  );
}

function Heads({ runs }: { readonly runs: readonly RunDetail[] }) {
  const names = namesOf(runs);
  return (
    <thead>
      <tr>
        <td />
        {runs.map(({ record }, i) => (
          <th key={record.id} scope="col" title={record.name}>
            <i style={{ background: `var(${runColor(i)})` }} />
            {names[i]}
          </th>
        ))}
      </tr>
    </thead>
  );
}
