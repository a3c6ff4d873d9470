import type { Answered } from '../../../../app/contract/inference.ts';
import { useAnswer } from '../../../api/use-answer.ts';

/** `bert-base-uncased, 8-bit weights`. */
export function useModelWords(model: string): string {
  const models = useAnswer('models.list', {});
  const weights = models.value?.find(({ id }) => id === model)?.weights;
  return weights ? `${model}, ${weights}` : model;
}

/** With where it was computed and how long it took, once that is measured. */
export function statusWords(model: string, answered: Answered | null, isOpen = false): string {
  if (isOpen) return `${model} · ready`;
  if (!answered) return model;
  const device = answered.device === 'cpu' ? 'CPU' : answered.device;
  return `${model} · ${device} · ${Math.round(answered.seconds * 1000)} ms`;
}
