import { assertNever } from '../errors.ts';
import type { TrainingArguments } from './arguments.ts';

export interface ScheduleShape {
  readonly type: TrainingArguments['lr_scheduler_type'];
  readonly warmupSteps: number;
  readonly totalSteps: number;
}

/** Where Hugging Face's polynomial schedule ends, and its power. */
const POLYNOMIAL_END = 1e-7;
const POLYNOMIAL_POWER = 1;

/**
 * Learning rate of optimizer step `step` (0-based): it rises from 0 in a straight line over the warm-up, then
 * follows the schedule. As transformers' optimization.py, so the first step of a warm-up has rate 0.
 */
export function learningRateAt(
  step: number,
  peak: number,
  { type, warmupSteps, totalSteps }: ScheduleShape,
): number {
  if (type === 'constant') return peak;
  if (step < warmupSteps) return peak * (step / Math.max(1, warmupSteps));
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
  switch (type) {
    case 'constant_with_warmup':
      return peak;
    case 'linear':
      return peak * Math.max(0, (totalSteps - step) / Math.max(1, totalSteps - warmupSteps));
    case 'cosine':
      return peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
    case 'polynomial': {
      // A head rate at or below the end value has nothing to decay to.
      const end = Math.min(POLYNOMIAL_END, peak);
      return step > totalSteps ? end : (peak - end) * (1 - progress) ** POLYNOMIAL_POWER + end;
    }
    default:
      return assertNever(type);
  }
}
