import type { Readable } from 'node:stream';
import type { Answer } from '../../../app/contract/studio.ts';
import { StudioError } from '../../../app/errors.ts';
import { transferError } from '../../../app/transferred-error.ts';
import type { Intake } from './intake.ts';

/**
 * A file sent by a window, as both shells take it.
 *
 * @param encodedName as it stands in the address.
 */
export async function receiveUpload(
  intake: Intake,
  encodedName: string,
  bytes: Readable,
): Promise<{ readonly status: number; readonly body: Answer }> {
  try {
    const value = await intake.receive(decodeURIComponent(encodedName), bytes);
    return { status: 200, body: { ok: true, value } };
  } catch (error) {
    const status = error instanceof StudioError || error instanceof URIError ? 400 : 500;
    return { status, body: { ok: false, error: { ...transferError(error), stack: null } } };
  }
}
