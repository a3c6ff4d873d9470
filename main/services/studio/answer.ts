import type { Answer } from '../../../app/contract/studio.ts';
import { CancelledError, StudioError } from '../../../app/errors.ts';
import type { Studio } from './studio.ts';
import { toldError } from './told-error.ts';

/** A window's request as both shells answer it: errors travel without their stack, faults of ours are logged. */
export async function answer(studio: Studio, name: string, params: unknown): Promise<Answer> {
  try {
    return { ok: true, value: await studio.invoke(name, params) };
  } catch (error) {
    if (!(error instanceof CancelledError)) {
      studio.log.fault(name, error);
      if (!(error instanceof StudioError)) console.error(error);
    }
    return { ok: false, error: toldError(error) };
  }
}
