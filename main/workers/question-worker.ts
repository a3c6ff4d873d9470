import { CancelledError, StudioError } from '../../app/errors.ts';
import { receiveError } from '../../app/transferred-error.ts';
import type { OneAnswer } from './one-answer.ts';
import type { SpawnWorker, WorkerProcess } from './spawn.ts';

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly params: unknown;
}

export type Answer = { readonly id: number } & OneAnswer<unknown>;

/** What a process tells unasked. */
export interface Told<Event> {
  readonly event: Event;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** One parameter each, and a promise. */
type Askable<Questions> = Record<keyof Questions, (params: never) => Promise<unknown>>;

interface QuestionWorkerOptions<Event> {
  readonly spawn: SpawnWorker;
  readonly entry: URL;
  /** For messages: `The process that …`. */
  readonly does: string;
  /** Told when the process ends unasked; questions in flight are rejected with `worker_died`. */
  readonly onDeath?: (reason: string) => void;
  readonly onEvent?: (event: Event) => void;
}

/**
 * Questions that a process of its own answers, which is started when first needed and again after it died.
 */
export class QuestionWorker<Questions extends Askable<Questions>, Event = never> {
  #process: WorkerProcess | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #isClosed = false;
  #nextId = 1;
  readonly #options: QuestionWorkerOptions<Event>;

  constructor(options: QuestionWorkerOptions<Event>) {
    this.#options = options;
  }

  ask<Name extends keyof Questions & string>(
    name: Name,
    params: Parameters<Questions[Name]>[0],
  ): ReturnType<Questions[Name]> {
    const id = this.#nextId++;
    const answer = new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new CancelledError('The question'));
      this.#waiting.set(id, { resolve, reject });
      this.#process ??= this.#start();
      this.#process.send({ id, name, params } satisfies Question);
    });
    return answer as ReturnType<Questions[Name]>;
  }

  /** For good: what is in flight, and whatever is asked later, is rejected with CancelledError. */
  close(): void {
    this.#isClosed = true;
    this.#process?.disconnect();
    this.#process = null;
    this.#rejectAll(new CancelledError('The question'));
  }

  #rejectAll(error: Error): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of lost) reject(error);
  }

  #start(): WorkerProcess {
    const { spawn, entry, does, onDeath, onEvent } = this.#options;
    const process = spawn(entry);
    process.onMessage((message: Answer | Told<Event>) => {
      if ('event' in message) return onEvent?.(message.event);
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.ok) waiting?.resolve(message.value as never);
      else waiting?.reject(receiveError(message.error));
    });
    process.onExit((how) => {
      if (process !== this.#process) return;
      const reason = `The process that ${does} ${how}, perhaps for lack of memory.`;
      this.#process = null;
      this.#rejectAll(new StudioError('worker_died', `${reason} Ask again: it starts anew by itself.`));
      onDeath?.(reason);
    });
    return process;
  }
}
