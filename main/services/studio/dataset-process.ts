// A process that answers questions about datasets: reading and counting large ones keeps it busy, and holds their figures.
import { setPriority } from 'node:os';
import { answerEach } from '../../workers/answering.ts';
import { parent } from '../../workers/parent.ts';
import type { Told } from '../../workers/question-worker.ts';
import { type DatasetEvent, DatasetQuestions } from '../browsing/dataset-questions.ts';

/** Below training, which is itself below what a person asks of a model. */
const NICE = 15;

setPriority(NICE);
answerEach(new DatasetQuestions((event) => parent.send({ event } satisfies Told<DatasetEvent>)));
