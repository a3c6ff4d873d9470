import { StudioError } from '../../app/errors.ts';
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
    this.#process ??= this.#start();
    this.#process.send({ id, name, params } satisfies Question);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject })) as ReturnType<
      Questions[Name]
    >;
  }

  close(): void {
    const process = this.#process;
    this.#process = null;
    process?.disconnect();
  }

  #start(): WorkerProcess {
    const { spawn, entry, does, onDeath, onEvent } = this.#options;
    const process = spawn(entry);
    process.onMessage((message: Answer | Told<Event>) => {
      if ('event' in message) return onEvent?.(message.event);
      const { resolve, reject } = this.#waiting.get(message.id)!;
      this.#waiting.delete(message.id);
      if (message.ok) resolve(message.value as never);
      else reject(receiveError(message.error));
    });
    process.onExit((how) => {
      if (process !== this.#process) return;
      const reason = `The process that ${does} ${how}, perhaps for lack of memory.`;
      this.#process = null;
      const lost = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of lost) {
        reject(new StudioError('worker_died', `${reason} Ask again: it starts anew by itself.`));
      }
      onDeath?.(reason);
    });
    return process;
  }
}
