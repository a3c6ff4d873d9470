import { type TransferredError, transferError } from '../../../app/transferred-error.ts';
import { asCalledHere } from '../called.ts';

/** An error as a window is told it: without its stack, and with the program called as it is here. */
export function toldError(error: unknown): TransferredError {
  const transferred = transferError(error);
  return { ...transferred, message: asCalledHere(transferred.message), stack: null };
}
