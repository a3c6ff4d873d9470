import { StudioError } from '../errors.ts';
import type { NonFinite } from './engine.ts';

/** The error that ends a run when its loss or gradient is NaN or infinite. */
export function nonFiniteError(
  place: NonFinite,
  found: { readonly step: number; readonly loss: number; readonly gradNorm: number | null },
  checkpoint: string | null,
): StudioError {
  const what = Number.isFinite(found.loss)
    ? `The gradient norm (${found.gradNorm})`
    : `The loss (${found.loss})`;
  const where =
    place.where === 'loss'
      ? `It first appears in the forward pass, in ${place.name}`
      : `The first bad gradient is that of ${place.name}`;
  const kept = checkpoint === null ? '' : ` The weights before it are in ${checkpoint}.`;
  return new StudioError(
    'non_finite',
    `${what} of step ${found.step + 1} is not a finite number. ${where}. Training stopped before the weights were changed.${kept} ` +
      'Try a lower learning_rate, a warm-up or a smaller max_grad_norm, and check the data for extreme values.',
    { details: { ...found, ...place, checkpoint } },
  );
}
