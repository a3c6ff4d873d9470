import type { Answered } from '../../../../app/contract/inference.ts';
import { deviceWords } from '../../../components/device-words.ts';

/** Where it was computed and how long it took, once that is measured. */
export function statusWords(answered: Answered | null, isOpen: boolean): string {
  if (isOpen) return 'ready';
  if (!answered) return '';
  return `${deviceWords(answered.device)} · ${Math.round(answered.seconds * 1000)} ms`;
}
