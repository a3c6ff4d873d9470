// A process that answers questions about datasets: reading and counting large ones keeps it busy, and holds their figures.
import { setPriority } from 'node:os';
import { transferError } from '../../../app/transferred-error.ts';
import { parent } from '../../workers/parent.ts';
import type { Answer, Question, Told } from '../../workers/question-worker.ts';
import { type DatasetEvent, DatasetQuestions } from '../browsing/dataset-questions.ts';

/** Below training, which is itself below what a person asks of a model. */
const NICE = 15;

const questions = new DatasetQuestions((event) => parent.send({ event } satisfies Told<DatasetEvent>));

parent.onMessage(async ({ id, name, params }: Question) => {
  let result: Answer;
  try {
    const answer = questions[name as keyof DatasetQuestions](params as never);
    result = { id, ok: true, value: await answer };
  } catch (error) {
    result = { id, ok: false, error: transferError(error) };
  }
  parent.send(result);
});
setPriority(NICE);
process.on('SIGINT', () => {});
parent.onGone(() => process.exit());
