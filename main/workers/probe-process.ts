// A process that measures what a run would take, and ends.
import { answerOnce } from './answering.ts';
import { probe } from './probe.ts';
import type { TrainingJob } from './training-job.ts';

answerOnce(({ job, folder }: { job: TrainingJob; folder: string }) => probe(job, folder));
