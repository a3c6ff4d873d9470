import type { Answer } from '../../app/contract/studio.ts';
import { receiveError } from '../../app/transferred-error.ts';

/** Hands a file over. @returns what the studio names it by. @throws what the studio says. */
export async function upload(file: File): Promise<{ readonly handle: string; readonly name: string }> {
  const response = await fetch(`./upload/${encodeURIComponent(file.name)}`, { method: 'PUT', body: file });
  const answer = (await response.json()) as Answer;
  if (!answer.ok) throw receiveError(answer.error);
  return answer.value as { handle: string; name: string };
}
