// A process that answers questions about datasets: reading and counting large ones keeps it busy, and holds their figures.
import { setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { answerEach } from '../../workers/answering.ts';
import { parent } from '../../workers/parent.ts';
import type { Told } from '../../workers/question-worker.ts';
import { type DatasetEvent, DatasetQuestions } from '../browsing/dataset-questions.ts';

/** Before training, for somebody waits for these rows; after what is asked of a model. */
const NICE = 5;

setPriority(NICE);
// After a few thousand rows that stay, V8 would take all later ones for long-lived, and gather garbage half of the time.
setFlagsFromString('--no-allocation-site-pretenuring');
answerEach(new DatasetQuestions((event) => parent.send({ event } satisfies Told<DatasetEvent>)));
