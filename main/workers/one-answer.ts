import { StudioError } from '../../app/errors.ts';
import { receiveError, type TransferredError } from '../../app/transferred-error.ts';
import type { SpawnWorker } from './spawn.ts';

/** What a process sends that is started for one question. */
export type OneAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: TransferredError };

/**
 * Starts a process for one question. `cancel` ends it; the answer is then null.
 * @throws StudioError what the process met, or `worker_died`.
 */
export function askOnce<Value>(
  spawn: SpawnWorker,
  entry: URL,
  question: object,
): { readonly answer: Promise<Value | null>; readonly cancel: () => void } {
  const process = spawn(entry);
  let cancelled = false;
  const answer = new Promise<Value | null>((resolve, reject) => {
    process.onMessage((message: OneAnswer<Value>) =>
      message.ok ? resolve(message.value) : reject(receiveError(message.error)),
    );
    process.onExit((how) => {
      if (cancelled) return resolve(null);
      const message = `The process that was to do this ${how}, perhaps for lack of memory. Close other programs and try again.`;
      reject(new StudioError('worker_died', message));
    });
  });
  process.send(question);
  return {
    answer,
    cancel: () => {
      cancelled = true;
      process.kill();
    },
  };
}
