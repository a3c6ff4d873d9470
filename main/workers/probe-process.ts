// A process that measures what a run would take, and ends.
import { transferError } from '../../app/transferred-error.ts';
import { parent } from './parent.ts';
import { probe } from './probe.ts';
import type { TrainingJob } from './training-job.ts';

parent.onMessage(async ({ job, folder }: { job: TrainingJob; folder: string }) => {
  try {
    parent.send({ ok: true, value: await probe(job, folder) });
  } catch (error) {
    parent.send({ ok: false, error: transferError(error) });
  }
  parent.leave();
});
process.on('SIGINT', () => {});
parent.onGone(() => process.exit());
