import { capital } from './figures.ts';

/** `validation loss` of `loss`, `F1 macro` of `f1_macro`: metrics as people write them. */
export function metricWords(metric: string): string {
  return metric === 'loss' ? 'validation loss' : metric.replaceAll('_', ' ').replace(/^f1\b/, 'F1');
}

/** The same at the start of a line. */
export function metricTitle(metric: string): string {
  return capital(metricWords(metric));
}
