import type { Readable } from 'node:stream';
import type { Answer } from '../../../app/contract/studio.ts';
import { StudioError } from '../../../app/errors.ts';
import type { Intake } from './intake.ts';
import { toldError } from './told-error.ts';

/** Where windows send what a person hands over, by the first part of the address. */
const UPLOADS = ['upload', 'upload-folder'] as const;
type UploadKind = (typeof UPLOADS)[number];

/** What an address is for, with the name as it stands there; null where it is for nothing of the kind. */
export function uploadOf(
  pathname: string,
): { readonly kind: UploadKind; readonly encodedName: string } | null {
  const [, first, encodedName, ...rest] = pathname.split('/');
  const kind = UPLOADS.find((each) => each === first);
  return kind && encodedName && rest.length === 0 ? { kind, encodedName } : null;
}

/** A file, or the zip that a folder would be, sent by a window, as both shells take it. */
export async function receiveUpload(
  intake: Intake,
  { kind, encodedName }: NonNullable<ReturnType<typeof uploadOf>>,
  bytes: Readable,
): Promise<{ readonly status: number; readonly body: Answer }> {
  try {
    const name = decodeURIComponent(encodedName);
    const value = await (kind === 'upload' ? intake.receive(name, bytes) : intake.receiveFolder(name, bytes));
    return { status: 200, body: { ok: true, value } };
  } catch (error) {
    const status = error instanceof StudioError || error instanceof URIError ? 400 : 500;
    return { status, body: { ok: false, error: toldError(error) } };
  }
}
