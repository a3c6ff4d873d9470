import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { AxisName } from '../../../components/curves/axis.ts';
import type { Key, Picture } from '../../../components/curves/chart-picture.ts';
import { runLook } from '../../../components/curves/run-looks.ts';
import { STEP_FIGURES } from '../../../components/curves/series.ts';
import type { NamedPicture } from '../../../components/curves/use-pictures.ts';
import { capital, count } from '../../../components/figures.ts';
import { metricWords } from '../../../components/metric-words.ts';
import { stepLines } from './compared-series.ts';

type Drawing = Omit<Picture, 'title' | 'measure' | 'note' | 'keys'>;

/** The pictures of a comparison, with a key to every run's look and its whole name. */
export function comparedPictures(
  runs: readonly RunDetail[],
  metric: string,
  axis: AxisName,
  { loss, metric: judged }: { readonly loss: Drawing; readonly metric: Drawing },
): NamedPicture[] {
  const keys = runs.map(({ record }, i): Key => ({ label: record.name, ringed: true, ...runLook(i) }));
  const words = metricWords(metric);
  const rows = runs[0]?.best;
  const made = (name: string, note: string, draw: () => Drawing & Pick<Picture, 'keys'>): NamedPicture => ({
    name,
    draw: () => ({ title: `${capital(name)} of ${runs.length} runs`, measure: name, note, keys, ...draw() }),
  });
  // Runs that differ by their seed alone have one line together.
  const judgedKeys = () =>
    judged.series.map((line) => keys[runs.findIndex(({ record }) => record.id === line.id)] ?? line);
  return [
    made('loss', 'training without points, validation dashed, with points', () => loss),
    made(
      words,
      rows ? `on ${count(rows.count)} held-out ${rows.unit}; a band spans the seeds of one recipe` : '',
      () => ({ ...judged, keys: judgedKeys() }),
    ),
    ...STEP_FIGURES.map((figure) =>
      made(figure.name, figure.note ?? '', () => ({
        axis: loss.axis,
        range: loss.range,
        series: stepLines(runs, figure, axis),
        span: { min: 0 },
      })),
    ),
  ];
}
