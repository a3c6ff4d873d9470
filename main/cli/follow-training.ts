import { commandWord } from '../../app/command-word.ts';
import type { RunRecord } from '../../app/runs/record.ts';
import { receiveError } from '../../app/transferred-error.ts';
import { openRun } from '../storage/runs.ts';
import { forkWorker } from '../workers/spawn.ts';
import type { TrainingJob } from '../workers/training-job.ts';
import { TrainingWorker } from '../workers/training-worker.ts';
import { STOPPED } from './exit-codes.ts';
import { print, printJson, shown } from './output.ts';
import { TrainingDisplay } from './training-display.ts';

/**
 * Trains in a process of its own, showing how it goes. Ctrl-C saves and ends; a second one ends at once.
 *
 * @returns the exit code.
 * @throws StudioError what the training failed with.
 */
export async function followTraining(
  job: TrainingJob,
  { json }: { readonly json: boolean },
): Promise<number> {
  const display = json ? null : new TrainingDisplay(job);
  const worker = new TrainingWorker(forkWorker, job, (event) =>
    display ? display.show(event) : printJson(event),
  );
  let interrupts = 0;
  const interrupt = () => {
    interrupts++;
    if (interrupts > 1) return worker.kill();
    display?.note('Saving... (Ctrl-C again ends at once, without saving)');
    worker.steer('stop-and-save');
  };
  process.on('SIGINT', interrupt);
  const last = await worker.ended;
  process.off('SIGINT', interrupt);
  if (interrupts > 1) return STOPPED;
  if (last.type === 'failed') throw receiveError(last.error);
  if (last.type === 'cancelled') return STOPPED;
  if (last.type === 'finished' && last.status === 'stopped') return STOPPED;
  if (!json) printNextSteps(shown(job.folder), (await openRun(job.folder)).record);
  return 0;
}

function printNextSteps(path: string, { head, dataset }: RunRecord): void {
  const folder = commandWord(path);
  const asked =
    head.task === 'fill-mask'
      ? `fill-mask --model ${folder} "a text with a [MASK]"`
      : `predict --model ${folder} "a text"${dataset.pairs ? ' "a second text"' : ''}`;
  print(`\nTry it:    npm start -- ${asked}`);
  print(`Export it: npm start -- export ${folder} NEW_FOLDER`);
}
