import type { RunDetail } from '../../../app/contract/runs.ts';
import { placeWords } from '../../components/device-words.ts';
import { clock, figure, percent } from '../../components/figures.ts';
import { metricTitle } from '../../components/metric-words.ts';

/** The best figure beside what the simplest answer reaches, and whether chance alone could explain the difference. */
export function runVerdict({
  best,
  record,
  live,
}: Pick<RunDetail, 'record' | 'live'> & { readonly best: NonNullable<RunDetail['best']> }): string {
  const { metric, value, interval, baseline, step, count, unit, isLowerBetter } = best;
  const isShare = /^(accuracy|precision|recall|f1)/.test(metric);
  const shown = (figureOf: number) => `*${isShare ? percent(figureOf) : figure(figureOf)}*`;
  const rows = `${count.toLocaleString('en')} ${unit === 'examples' ? 'rows' : unit}`;
  const sentences = [
    `${metricTitle(metric)} ${shown(value)} ${step === 0 ? 'before the first step' : `at step ${step}`}${
      interval ? `, with ${rows} judged: between ${shown(interval[0])} and ${shown(interval[1])}` : ''
    }.`,
  ];
  if (interval !== null && baseline !== null) {
    const simplest = isLowerBetter
      ? `What is commonest, whatever the context, scores ${shown(baseline)}`
      : `Always one answer ${baseline === 0 ? 'finds none' : `scores ${shown(baseline)}`}`;
    sentences.push(`${simplest}, so this is ${standing(interval, baseline, isLowerBetter)}.`);
    if (!live && step > 0) sentences.push('Chosen on the rows it is judged by, it is a little optimistic.');
  }
  if (!live) {
    const place = placeWords(record.device, record.threads);
    sentences.push(`${clock(record.progress.elapsed_seconds)} of training, ${place}.`);
  }
  return sentences.join(' ');
}

function standing([low, high]: readonly [number, number], baseline: number, isLowerBetter: boolean): string {
  const isAbove = low > baseline;
  const isBelow = high < baseline;
  if (!isAbove && !isBelow) return 'within what chance in drawing these rows can explain';
  const isBetter = isLowerBetter ? isBelow : isAbove;
  return `${isBetter ? 'better' : 'worse'} by more than chance in drawing these rows can explain`;
}
