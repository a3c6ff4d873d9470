import type { ErrorDetails } from './errors.ts';
import { StudioError } from './errors.ts';

/** An error as data, to cross a process boundary; `code` is `internal` for one that is not a StudioError. */
export interface TransferredError {
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
  readonly stack: string | null;
}

export function transferError(error: unknown): TransferredError {
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  if (error instanceof StudioError) {
    return { code: error.code, message: error.message, details: error.details, stack };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, details: {}, stack };
}

/** The error again, on the other side. */
export function receiveError({ code, message, details, stack }: TransferredError): StudioError {
  const error = new StudioError(code, message, { details });
  if (stack !== null) error.stack = stack;
  return error;
}
