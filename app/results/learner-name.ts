import type { ResultFile } from './result-file.ts';

/** What a learner is called where nobody says otherwise: by the name they gave, else by what their file is called. */
export function learnerName(file: string, { learner }: ResultFile): string {
  if (learner.name) return learner.name;
  const stem = file
    .replace(/\.json$/i, '')
    .replace(/\s*\(\d+\)$/, '')
    .replace(/^bert-studio-results-/, '');
  return stem.slice(0, 80) || learner.id;
}
