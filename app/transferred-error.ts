import { CancelledError, type ErrorDetails, StudioError } from './errors.ts';

/** An error as data, to cross a process boundary. `code` is that of a StudioError, `cancelled`, or `internal` for a fault. */
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
  const code = error instanceof CancelledError ? 'cancelled' : 'internal';
  return { code, message, details: {}, stack };
}

/** The error again, on the other side. */
export function receiveError({ code, message, details, stack }: TransferredError): StudioError {
  const error = new StudioError(code, message, { details });
  if (stack !== null) error.stack = stack;
  return error;
}
