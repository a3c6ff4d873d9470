import { makeZip } from 'client-zip';
import type { Answer } from '../../app/contract/studio.ts';
import { StudioError } from '../../app/errors.ts';
import { receiveError } from '../../app/transferred-error.ts';

export interface HandedOver {
  /** What the studio names it by. */
  readonly handle: string;
  readonly name: string;
}

/** Hands a file over. @throws what the studio says. */
export function upload(file: File): Promise<HandedOver> {
  return send('upload', file.name, file);
}

/** Hands a folder over, as the zip file it would be. @throws what the studio says. */
export async function uploadFolder(
  name: string,
  files: readonly { readonly path: string; readonly file: File }[],
): Promise<HandedOver> {
  const zip = makeZip(files.map(({ path, file }) => ({ name: path, input: file })));
  return send('upload-folder', name, await new Response(zip).blob());
}

async function send(to: string, name: string, body: Blob): Promise<HandedOver> {
  const response = await fetch(`./${to}/${encodeURIComponent(name)}`, { method: 'PUT', body });
  // What is refused before it is looked at is refused in plain words.
  if (!response.headers.get('Content-Type')?.startsWith('application/json'))
    throw new StudioError('not_taken', `${name} was not taken. ${(await response.text()).trim()}`);
  const answer = (await response.json()) as Answer;
  if (!answer.ok) throw receiveError(answer.error);
  return answer.value as HandedOver;
}
