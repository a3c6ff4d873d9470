import { z } from 'zod';

/** A model of resources/models, by name. */
export const modelName = z.string().regex(/^[\w.-]+$/, 'must be the name of a model');

const HUB: Readonly<Record<string, string>> = {
  'all-MiniLM-L6-v2': 'sentence-transformers/all-MiniLM-L6-v2',
};

/** What `from_pretrained` takes: an embedded model's name on the Hub, or the folder a run was exported to. */
export function hubName(model: string): string {
  return HUB[model] ?? model.replace(/^run:/, '');
}
