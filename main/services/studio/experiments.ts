import type { ArmProgress, ExperimentState, experimentRequests } from '../../../app/contract/experiments.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { CancelledError, StudioError } from '../../../app/errors.ts';
import type { Experiment, MeasuredArm, Measurement } from '../../../app/lessons/experiment.ts';
import { parseQuiz } from '../../../app/lessons/quiz.ts';
import { readLesson } from '../../storage/lessons.ts';
import { readMeasurement, writeMeasurement } from '../../storage/measurements.ts';
import type { InferenceWorker } from '../../workers/inference-worker.ts';
import { measureHiddenWords } from '../experiments/hidden-words.ts';
import type { Measuring, Place } from '../experiments/measuring.ts';
import { measureShortRuns } from '../experiments/short-runs.ts';
import { countTokens } from '../experiments/token-count.ts';
import type { StudioContext } from './context.ts';
import { toldError } from './told-error.ts';

interface Going {
  readonly lesson: string;
  readonly spec: Experiment;
  readonly controller: AbortController;
  /** What was measured the time before. */
  readonly before: Measurement | null;
  arms: readonly ArmProgress[];
  /** Resolves when it has ended, however it did. */
  ended: Promise<void>;
}

/** Measures what questions of a quiz ask for, one experiment at a time, while no run of the person's goes. */
export class ExperimentService {
  readonly #context: StudioContext;
  readonly #ask: InferenceWorker['ask'];
  readonly #isTraining: () => boolean;
  readonly #failures = new Map<string, ExperimentState['error']>();
  /** How the arms went, by experiment, until the studio ends. */
  readonly #courses = new Map<string, readonly ArmProgress[]>();
  readonly #holdListeners = new Set<(held: boolean) => void>();
  #going: Going | null = null;
  #held = false;

  constructor(context: StudioContext, ask: InferenceWorker['ask'], isTraining: () => boolean) {
    this.#context = context;
    this.#ask = ask;
    this.#isTraining = isTraining;
  }

  readonly handlers: Handlers<typeof experimentRequests> = {
    'experiments.list': async ({ lesson }) =>
      Promise.all((await this.#specsOf(lesson)).map(({ id }) => this.#stateOf(lesson, id))),
    'experiments.start': async ({ lesson, experiment }) => {
      const spec = (await this.#specsOf(lesson)).find(({ id }) => id === experiment);
      if (!spec) {
        throw new StudioError(
          'no_such_experiment',
          `The lesson "${lesson}" has no experiment "${experiment}".`,
        );
      }
      this.#start(lesson, spec, await readMeasurement(lesson, experiment));
      return null;
    },
    'experiments.cancel': async ({ lesson, experiment }) => {
      if (this.#isGoing(lesson, experiment)) await this.cancel();
      return null;
    },
  };

  /** To be called whenever a run began or ended: runs go first. */
  runsChanged(): void {
    const held = this.#isTraining();
    if (held === this.#held) return;
    this.#held = held;
    for (const listener of this.#holdListeners) listener(held);
    this.#tell();
  }

  /** Stops what is being measured, and waits for that. */
  async cancel(): Promise<void> {
    this.#going?.controller.abort();
    await this.#going?.ended;
  }

  async #specsOf(lesson: string): Promise<readonly Experiment[]> {
    const { quiz } = await readLesson(lesson);
    return quiz === null ? [] : parseQuiz(quiz).experiments;
  }

  #start(lesson: string, spec: Experiment, before: Measurement | null): void {
    if (this.#going) {
      throw new StudioError(
        'experiment_going',
        `"${this.#going.spec.title}" is being measured. Wait for it, or stop it first.`,
      );
    }
    this.#held = this.#isTraining();
    this.#failures.delete(keyOf(lesson, spec.id));
    const total = spec.kind === 'hidden-words' ? spec.sentences : 0;
    const fresh = { done: 0, total, secondsLeft: null, curve: [], result: null };
    const arms = spec.arms.map(({ id }) => ({ id, ...fresh }));
    const controller = new AbortController();
    const going: Going = { lesson, spec, controller, before, arms, ended: Promise.resolve() };
    this.#going = going;
    going.ended = this.#measure(going);
    this.#tell();
  }

  async #measure(going: Going): Promise<void> {
    const { lesson, spec, before } = going;
    const key = keyOf(lesson, spec.id);
    const start = performance.now();
    let measurement = before;
    try {
      const { arms, ...place } = await measured(spec, this.#measuringFor(going));
      const seconds = (performance.now() - start) / 1000;
      measurement = { experiment: spec.id, at: new Date().toISOString(), ...place, seconds, arms };
      await writeMeasurement(lesson, measurement);
    } catch (error) {
      if (!(error instanceof CancelledError)) this.#failures.set(key, toldError(error));
    }
    this.#courses.set(key, going.arms);
    this.#going = null;
    this.#context.emit('experiment.changed', this.#stateAtRest(lesson, spec.id, measurement));
  }

  #measuringFor(going: Going): Measuring {
    const { signal } = going.controller;
    return {
      lesson: going.lesson,
      spawn: this.#context.spawn,
      ask: this.#ask,
      signal,
      turn: () => this.#turn(signal),
      onHold: (listener) => {
        this.#holdListeners.add(listener);
        if (this.#held) listener(true);
        return () => this.#holdListeners.delete(listener);
      },
      report: (arm, changes) => {
        going.arms = going.arms.map((each) => (each.id === arm ? { ...each, ...changes } : each));
        this.#tell();
      },
    };
  }

  async #turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new CancelledError('The experiment');
    if (!this.#held) return;
    await new Promise<void>((resolve, reject) => {
      const done = () => {
        this.#holdListeners.delete(listener);
        signal.removeEventListener('abort', cancelled);
      };
      const listener = (held: boolean) => {
        if (held) return;
        done();
        resolve();
      };
      const cancelled = () => {
        done();
        reject(new CancelledError('The experiment'));
      };
      this.#holdListeners.add(listener);
      signal.addEventListener('abort', cancelled);
    });
  }

  #tell(): void {
    if (this.#going) this.#context.emit('experiment.changed', this.#stateOfGoing(this.#going));
  }

  #stateOfGoing({ lesson, spec, arms, before }: Going): ExperimentState {
    const phase = this.#held ? 'waiting' : 'running';
    return { lesson, experiment: spec.id, phase, arms, error: null, measurement: before };
  }

  async #stateOf(lesson: string, experiment: string): Promise<ExperimentState> {
    const measurement = await readMeasurement(lesson, experiment);
    if (this.#going && this.#isGoing(lesson, experiment)) return this.#stateOfGoing(this.#going);
    return this.#stateAtRest(lesson, experiment, measurement);
  }

  #stateAtRest(lesson: string, experiment: string, measurement: Measurement | null): ExperimentState {
    const error = this.#failures.get(keyOf(lesson, experiment)) ?? null;
    const arms = this.#courses.get(keyOf(lesson, experiment)) ?? [];
    return { lesson, experiment, phase: error ? 'failed' : 'idle', arms, error, measurement };
  }

  #isGoing(lesson: string, experiment: string): boolean {
    return this.#going?.lesson === lesson && this.#going.spec.id === experiment;
  }
}

type Result = Place & { readonly arms: MeasuredArm[] };

function measured(spec: Experiment, measuring: Measuring): Promise<Result> {
  switch (spec.kind) {
    case 'hidden-words':
      return measureHiddenWords(spec, measuring);
    case 'training':
      return measureShortRuns(spec, measuring);
    case 'tokens':
      return countTokens(spec, measuring);
  }
}

const keyOf = (lesson: string, experiment: string): string => `${lesson} ${experiment}`;
