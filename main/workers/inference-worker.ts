import { StudioError } from '../../app/errors.ts';
import { receiveError, type TransferredError } from '../../app/transferred-error.ts';
import type { Questions } from './questions.ts';
import type { SpawnWorker, WorkerProcess } from './spawn.ts';

export type QuestionName = keyof Questions;

export interface InferenceQuestion {
  readonly id: number;
  readonly name: QuestionName;
  readonly params: unknown;
}

export type InferenceAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: TransferredError };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Questions to models, answered by a process of their own, which is started when first needed and again after it died. */
export class InferenceWorker {
  private process: WorkerProcess | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private readonly spawn: SpawnWorker;
  private readonly onDeath: (reason: string) => void;

  /** @param onDeath told when the process ends unasked; questions in flight are rejected with `worker_died`. */
  constructor(spawn: SpawnWorker, onDeath: (reason: string) => void) {
    this.spawn = spawn;
    this.onDeath = onDeath;
  }

  ask<Name extends QuestionName>(
    name: Name,
    params: Parameters<Questions[Name]>[0],
  ): ReturnType<Questions[Name]> {
    const id = this.nextId++;
    this.process ??= this.start();
    this.process.send({ id, name, params } satisfies InferenceQuestion);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject })) as ReturnType<
      Questions[Name]
    >;
  }

  close(): void {
    const { process } = this;
    this.process = null;
    process?.disconnect();
  }

  private start(): WorkerProcess {
    const process = this.spawn(new URL('./inference-process.js', import.meta.url));
    process.onMessage((answer: InferenceAnswer) => {
      const { resolve, reject } = this.waiting.get(answer.id)!;
      this.waiting.delete(answer.id);
      if (answer.ok) resolve(answer.value as never);
      else reject(receiveError(answer.error));
    });
    process.onExit((how) => {
      if (process !== this.process) return;
      const reason = `The process that answers questions to models ${how}, perhaps for lack of memory.`;
      this.process = null;
      const lost = [...this.waiting.values()];
      this.waiting.clear();
      for (const { reject } of lost) {
        reject(new StudioError('worker_died', `${reason} Ask again: it starts anew by itself.`));
      }
      this.onDeath(reason);
    });
    return process;
  }
}
