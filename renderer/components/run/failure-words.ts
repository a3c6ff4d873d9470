import type { RunSummary } from '../../../app/contract/runs.ts';

/** Why a run ended and what to press; null where it ended as it should, or where its curves tell (a loss that is no number). */
export function failureWords(run: RunSummary): string | null {
  const { problem, record } = run;
  const { error, last_checkpoint: kept } = record;
  const wayOn = kept ? `Resume goes on from ${kept}.` : 'Nothing was saved yet, so Resume begins anew.';
  if (problem) return `${problem} ${wayOn}`;
  if (!error || error.code === 'non_finite') return null;
  if (!lostItsDevice(run)) return error.message;
  // The rest of the message is for the command line.
  const [reason] = error.message.split('\n');
  return `${reason!.replace(/\.?$/, '.')} ${wayOn} “Resume on the processor” does so without that device; a smaller per_device_train_batch_size with more gradient_accumulation_steps, in a clone, needs less of its memory.`;
}

/** Whether a run was ended by its device, so that another is worth a try. */
export function lostItsDevice({ record, live }: RunSummary): boolean {
  return live === null && record.status === 'failed' && record.error?.code === 'device_lost';
}
