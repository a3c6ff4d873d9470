export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * An error a person can act on. The message says what went wrong, where, and what to do next;
 * `code` is stable, for programs; `details` carries the fields (file, row, op, shapes) as data.
 */
export class StudioError extends Error {
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StudioError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Thrown when a person stopped the work. Not a failure: callers end quietly. */
export class CancelledError extends Error {
  constructor(what: string) {
    super(`${what} was cancelled.`);
    this.name = 'CancelledError';
  }
}

export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
