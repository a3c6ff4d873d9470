import { QuestionWorker } from './question-worker.ts';
import type { Questions } from './questions/questions.ts';
import type { SpawnWorker } from './spawn.ts';

export type QuestionName = keyof Questions;

/** Questions to models. */
export class InferenceWorker extends QuestionWorker<Questions> {
  /** @param onDeath told when the process ends unasked; questions in flight are rejected with `worker_died`. */
  constructor(spawn: SpawnWorker, onDeath: (reason: string) => void) {
    const entry = new URL('./inference-process.js', import.meta.url);
    super({ spawn, entry, does: 'answers questions to models', onDeath });
  }
}
