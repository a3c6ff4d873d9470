import { z } from 'zod';
import { request } from './request.ts';

/** A file for whoever helps, shown to the person before it is saved. No texts, labels or names of data. */
export interface Diagnostics {
  readonly name: string;
  readonly text: string;
}

export const diagnosticRequests = {
  'studio.diagnostics': request<Diagnostics>()(z.strictObject({})),
};
