import type { MeasuredArm, TokenCount } from '../../../app/lessons/experiment.ts';
import { defaultThreads } from '../../workers/open-device.ts';
import type { Measuring, Place } from './measuring.ts';

/** Has the model's tokenizer cut the texts, and counts. */
export async function countTokens(
  { model, arms }: TokenCount,
  { ask, report }: Measuring,
): Promise<Place & { readonly arms: MeasuredArm[] }> {
  const measured: MeasuredArm[] = [];
  for (const { id, text } of arms) {
    const tokens = await ask('tokenize', { model, text });
    const result = { id, value: tokens.length, interval: null, cases: 1, baseline: null };
    measured.push(result);
    report(id, { done: 1, total: 1, result });
  }
  return { device: 'cpu', threads: defaultThreads(), arms: measured };
}
