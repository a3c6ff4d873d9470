import type { Probe } from '../training/estimate.ts';
import { request } from './request.ts';
import { recipeSchema } from './runs.ts';

export interface ProbeAnswer {
  readonly probe: Probe | null;
  /** Of the computer, now. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export const probeRequests = {
  /** What was measured before for a recipe of this shape on this computer. */
  'probes.get': request<ProbeAnswer>()(recipeSchema),
  /** Measures in the background; one at a time, and never beside a run. A start ends it. */
  'probes.measure': request<ProbeAnswer>()(recipeSchema),
};
