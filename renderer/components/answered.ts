import type { Answered } from '../../app/contract/inference.ts';

/** `bert-base-uncased · cpu · 64 ms`; empty until it is measured. */
export function answeredWords(answered: Answered | null): string {
  if (!answered) return '';
  return `${answered.model} · ${answered.device} · ${Math.round(answered.seconds * 1000)} ms`;
}
