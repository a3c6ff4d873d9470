import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { RunComparison } from '../../../../app/runs/compare.ts';
import { verdictOn } from '../../../../app/runs/verdict.ts';
import { RunKey } from '../../../components/curves/RunKey.tsx';
import { runColor } from '../../../components/curves/run-looks.ts';
import { figure, setting } from '../../../components/figures.ts';
import { metricWords } from '../../../components/metric-words.ts';
import { IntervalMark } from '../../../components/run/IntervalMark.tsx';
import { runAddress } from '../../../components/run/run-links.ts';
import { NARROW, useMedia } from '../../../components/use-media.ts';
import { lighting, useComparison } from '../../../stores/comparison.ts';
import { useDatasetTitle } from '../../../stores/dataset-titles.ts';
import { scaleStart } from '../table/BestCell.tsx';
import { FEW } from './compared-series.ts';
import { SettingsOfFew } from './SettingsOfFew.tsx';
import { SettingsOfMany } from './SettingsOfMany.tsx';

interface DifferencesProps {
  readonly runs: readonly RunDetail[];
  readonly comparison: RunComparison;
}

/** Only the settings that differ, what came of each run on one scale, and whether that means anything. */
export function Differences({ runs, comparison }: DifferencesProps) {
  const { settings, metrics } = comparison;
  const isMany = runs.length > FEW;
  const narrow = useMedia(NARROW);
  const titleOf = useDatasetTitle();
  const lit = useComparison((state) => state.lit);
  const words = (name: string, value: string | null) =>
    value === null ? '' : setting(name, name === 'dataset' ? titleOf(value) : value);
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
      {isMany ? (
        <SettingsOfMany runs={runs} comparison={comparison} words={words} />
      ) : (
        <SettingsOfFew runs={runs} settings={settings} words={words} />
      )}
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
            <tr
              key={run.record.id}
              className={lit === run.record.id ? 'lit' : ''}
              {...lighting(run.record.id)}
            >
              <th scope="row" className="cut">
                <RunKey position={i} />
                <a href={runAddress(run)} title={run.record.name}>
                  {run.record.name}
                </a>
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
      {!isMany && <StepsAndLosses runs={runs} loss={loss} />}
      <p className="takeaway compare-verdict">{verdictOn(runs)}</p>
    </>
  );
}

interface StepsAndLossesProps {
  readonly runs: readonly RunDetail[];
  readonly loss: RunComparison['metrics'][number] | undefined;
}

function StepsAndLosses({ runs, loss }: StepsAndLossesProps) {
  return (
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
  );
}
