import { useEffect, useMemo } from 'react';
import { compareRuns } from '../../../app/runs/compare.ts';
import { Chart, type Series } from '../../components/curves/Chart.tsx';
import { lossSeries } from '../../components/curves/series.ts';
import { figure } from '../../components/figures.ts';
import { useRuns } from '../../stores/runs.ts';

const COLORS = ['--run-1', '--run-2', '--run-3', '--run-4'];

/** Runs on one chart, and only the settings in which they differ. */
export function Comparison({ ids }: { readonly ids: readonly string[] }) {
  const details = useRuns((state) => state.details);
  useEffect(() => {
    for (const id of ids) if (!useRuns.getState().details[id]) void useRuns.getState().follow(id);
  }, [ids]);
  const runs = ids.flatMap((id) => details[id] ?? []);
  const series = useMemo(
    () =>
      ids.flatMap((id, i) => (details[id] ? overlaid(details[id].record.name, details[id].points, i) : [])),
    [ids, details],
  );
  const { settings, metrics } = compareRuns(runs);
  const names = runs.map(({ record }) => record.name);
  return (
    <>
      <header className="bar">
        <h2>{ids.length} runs</h2>
      </header>
      <div className="scroll">
        <div className="curves">
          <h3>
            Loss <span className="tertiary">solid: training, smoothed; dashed: validation</span>
          </h3>
          <ul className="run-keys">
            {names.map((name, i) => (
              <li key={ids[i]} style={{ color: `var(${COLORS[i % COLORS.length]})` }}>
                {name}
              </li>
            ))}
          </ul>
          <Chart series={series} xLabel="step" height={280} description={`Loss of ${names.join(', ')}`} />
          <table className="figures">
            <caption>Where they differ</caption>
            <thead>
              <tr>
                <td />
                {names.map((name, i) => (
                  <th key={ids[i]} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {settings.map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row" className="mono">
                    {name}
                  </th>
                  {values.map((value, i) => (
                    <td key={ids[i]}>{value}</td>
                  ))}
                </tr>
              ))}
              {metrics.map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row">best {name}</th>
                  {values.map((value, i) => (
                    <td key={ids[i]}>{value && `${figure(value.best)} at step ${value.bestStep}`}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}

function overlaid(name: string, points: Parameters<typeof lossSeries>[0], i: number): Series[] {
  const color = COLORS[i % COLORS.length]!;
  return lossSeries(points, { axis: 'step', smoothing: 0.9 })
    .slice(1)
    .map((series) => ({ ...series, color, label: `${name}, ${series.label}` }));
}
