import { describe, expect, it } from 'vitest';
import type { MeanEmbeddingEngine } from '../../tests/support/mean-embedding-engine.ts';
import {
  HEAD,
  MemoryCheckpoints,
  sourceOf,
  toyEngine,
  toyExamples,
  weightsOf,
} from '../../tests/support/training.ts';
import { CancelledError, StudioError } from '../errors.ts';
import type { TrainingArguments } from './arguments.ts';
import type { EvaluationRecord, SaveRecord, StepRecord, TrainerCallback } from './callbacks.ts';
import { TrainerControl } from './control.ts';
import { parseTrainingArguments } from './parse-arguments.ts';
import { Trainer } from './trainer.ts';
import type { TrainerOptions } from './trainer-options.ts';

const EXAMPLES = toyExamples(50);
const HELD_OUT = toyExamples(80).slice(50);

/** A clock that shows a millisecond more every time it is looked at. */
function ticking(): () => number {
  let time = 0;
  return () => ++time;
}

class Recorder implements TrainerCallback {
  readonly steps: StepRecord[] = [];
  readonly evaluations: EvaluationRecord[] = [];
  readonly saves: SaveRecord[] = [];
  readonly secondsLeft: (number | null)[] = [];
  readonly order: string[] = [];

  onTrainBegin(): void {
    this.order.push('begin');
  }
  onStepEnd(record: StepRecord, secondsLeft: number | null): void {
    this.steps.push(record);
    this.secondsLeft.push(secondsLeft);
    this.order.push(`step ${record.step}`);
  }
  onLog(entry: Readonly<Record<string, number>>): void {
    if ('loss' in entry) this.order.push(`log ${entry.step}`);
  }
  onEvaluate(record: EvaluationRecord): void {
    this.evaluations.push(record);
    this.order.push(`evaluate ${record.step}`);
  }
  onSave(record: SaveRecord): void {
    this.saves.push(record);
    this.order.push(`save ${record.step}`);
  }
  onPause(): void {
    this.order.push('pause');
  }
  onResume(): void {
    this.order.push('resume');
  }
  onTrainEnd(): void {
    this.order.push('end');
  }
}

const BASE = {
  learning_rate: 0.05,
  per_device_train_batch_size: 4,
  num_train_epochs: 2,
  eval_strategy: 'epoch',
  save_strategy: 'epoch',
};

function setUp(given: Record<string, unknown> = {}, change: Partial<TrainerOptions> = {}) {
  const args = parseTrainingArguments({ ...BASE, ...given });
  const engine = toyEngine();
  const recorder = new Recorder();
  const checkpoints = new MemoryCheckpoints();
  const control = new TrainerControl();
  const options = {
    engine,
    args,
    head: HEAD,
    train: sourceOf(EXAMPLES),
    evaluation: sourceOf(HELD_OUT),
    checkpoints,
    control,
    callbacks: [recorder],
    now: ticking(),
    ...change,
  } as const;
  return { args, engine, recorder, checkpoints, control, options, trainer: new Trainer(options) };
}

/** Stops or cancels when `step` steps are done. */
function at(step: number, act: () => void): TrainerCallback {
  return {
    onStepEnd: (record) => {
      if (record.step === step) act();
    },
  };
}

describe('the Trainer', () => {
  it('learns', async () => {
    const { trainer, recorder } = setUp({ num_train_epochs: 8 });
    await trainer.train();
    const [first, last] = [recorder.evaluations[0]!, recorder.evaluations.at(-1)!];
    expect(last.loss).toBeLessThan(first.loss);
    expect(last.report.metrics.accuracy).toBeGreaterThan(last.report.baseline!.metrics.accuracy!);
  });

  it('logs, evaluates and saves in this order, and records every step', async () => {
    const { trainer, recorder } = setUp({ logging_steps: 10, gradient_accumulation_steps: 2 });
    const output = await trainer.train();
    expect(recorder.order.filter((what) => !what.startsWith('step'))).toEqual([
      'begin',
      'evaluate 7',
      'save 7',
      'log 10',
      'evaluate 14',
      'save 14',
      'end',
    ]);
    expect(recorder.steps.map(({ step }) => step)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
    expect(output).toMatchObject({ ending: 'completed', global_step: 14, last_checkpoint: 'checkpoint-14' });
  });

  it('averages the last, smaller accumulation group of an epoch over its own batches', async () => {
    const { trainer, engine, recorder } = setUp({ gradient_accumulation_steps: 8 });
    const microSteps: number[] = [];
    const forwardBackward = engine.forwardBackward.bind(engine);
    engine.forwardBackward = (examples, options) => {
      microSteps.push(options.microSteps);
      return forwardBackward(examples, options);
    };
    await trainer.train();
    const epoch = [...new Array(8).fill(8), ...new Array(5).fill(5)];
    expect(microSteps).toEqual([...epoch, ...epoch]);
    expect(recorder.steps.map(({ epoch: done }) => done)).toEqual([8 / 13, 1, 1 + 8 / 13, 2]);
  });

  it('takes one large batch and its accumulated parts to the same weights', async () => {
    const trained = async (batchSize: number, accumulation: number) => {
      const engine = toyEngine(0);
      const given = { per_device_train_batch_size: batchSize, gradient_accumulation_steps: accumulation };
      await setUp(given, { engine, train: sourceOf(EXAMPLES.slice(0, 48)) }).trainer.train();
      return Object.values(await weightsOf(engine)).flatMap((values) => [...values]);
    };
    const whole = await trained(16, 1);
    (await trained(4, 4)).forEach((value, i) => {
      expect(value).toBeCloseTo(whole[i]!, 4);
    });
  });

  it('follows the schedule and clips, with a rate of its own for the head', async () => {
    const { trainer, engine, recorder } = setUp({
      max_grad_norm: 0.01,
      warmup_steps: 4,
      head_learning_rate: 0.5,
    });
    await trainer.train();
    expect(engine.updates[0]).toMatchObject({ learningRate: 0, headLearningRate: 0 });
    expect(engine.updates[2]!.learningRate).toBeCloseTo(0.025, 12);
    expect(engine.updates[2]!.headLearningRate).toBeCloseTo(0.25, 12);
    recorder.steps.forEach(({ grad_norm, learning_rate }, i) => {
      expect(engine.updates[i]!.gradientScale).toBeCloseTo(Math.min(1, 0.01 / grad_norm), 3);
      expect(learning_rate).toBe(engine.updates[i]!.learningRate);
    });
  });

  it('counts real tokens and what padding would make of them', async () => {
    const { trainer, recorder } = setUp();
    await trainer.train();
    const real = EXAMPLES.reduce((sum, { inputIds }) => sum + inputIds.length, 0);
    expect(recorder.steps.slice(0, 13).reduce((sum, { tokens }) => sum + tokens, 0)).toBe(real);
    expect(recorder.steps.every(({ tokens, padded_tokens }) => tokens <= padded_tokens)).toBe(true);
    expect(trainer.state.num_input_tokens_seen).toBe(2 * real);
  });

  it('evaluates to the same figures whatever the batch size', async () => {
    const results = await Promise.all(
      [1, 7, 64].map(async (size) => {
        const { trainer, recorder } = setUp({ per_device_eval_batch_size: size });
        await trainer.train();
        return recorder.evaluations.at(-1)!;
      }),
    );
    for (const { loss, report } of results) {
      expect(loss).toBeCloseTo(results[0]!.loss, 12);
      expect(report).toEqual(results[0]!.report);
    }
  });

  it('evaluates and saves after a share of the run, and at its end', async () => {
    const { trainer, recorder } = setUp({
      eval_strategy: 'steps',
      eval_steps: 0.4,
      save_strategy: 'steps',
      save_steps: 20,
    });
    await trainer.train();
    expect(recorder.evaluations.map(({ step }) => step)).toEqual([11, 22, 26]);
    expect(recorder.saves.map(({ step }) => step)).toEqual([20, 26]);
  });

  it('evaluates a run that max_steps ends inside an epoch', async () => {
    const { trainer, recorder } = setUp({ max_steps: 5, eval_on_start: true });
    await trainer.train();
    expect(recorder.evaluations.map(({ step }) => step)).toEqual([0, 5]);
    expect(trainer.state.epoch).toBeCloseTo(5 / 13, 12);
  });

  it('refuses to evaluate without an evaluation split', () => {
    expect(() => setUp({}, { evaluation: null })).toThrowError(/no evaluation split/);
  });
});

describe('the best model', () => {
  it('is loaded at the end, and kept when old checkpoints are dropped', async () => {
    const given = {
      num_train_epochs: 6,
      learning_rate: 2,
      load_best_model_at_end: true,
      save_total_limit: 2,
    };
    const { trainer, engine, recorder, checkpoints } = setUp(given);
    const output = await trainer.train();
    const best = recorder.evaluations.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(output).toMatchObject({
      loaded_best_model: true,
      best_metric: best.loss,
      best_model_checkpoint: `checkpoint-${best.step}`,
    });
    expect(await checkpoints.list()).toContain(output.best_model_checkpoint);
    expect(await checkpoints.list()).toHaveLength(2);
    const saved = checkpoints.saved.get(output.best_model_checkpoint!)!.tensors;
    expect(Object.values(await weightsOf(engine))).toEqual(saved.map(({ value }) => value));
  });

  it('is all that is saved with save_strategy best', async () => {
    const given = { num_train_epochs: 4, save_strategy: 'best', metric_for_best_model: 'eval_accuracy' };
    const { trainer, recorder } = setUp(given);
    await trainer.train();
    const best = recorder.evaluations.filter((record) => record.is_best);
    expect(recorder.saves.map(({ step }) => step)).toEqual(best.map(({ step }) => step));
  });

  it('names the metrics there are when the one asked for is not among them', async () => {
    const { trainer } = setUp({ load_best_model_at_end: true, metric_for_best_model: 'bleu' });
    await expect(trainer.train()).rejects.toThrowError(/bleu.*accuracy/);
  });

  it('ends the run early when it is out of patience', async () => {
    const given = { num_train_epochs: 20, learning_rate: 0, early_stopping_patience: 2 };
    const { trainer, recorder } = setUp(given);
    const output = await trainer.train();
    expect(output.ending).toBe('early_stopping');
    expect(recorder.evaluations).toHaveLength(3);
    expect(recorder.order.at(-2)).toBe('save 39');
  });
});

describe('steering a run', () => {
  it('pauses between steps and goes on', async () => {
    const control = new TrainerControl();
    const recorder = new Recorder();
    const wake: TrainerCallback = { onPause: () => void Promise.resolve().then(() => control.resume()) };
    const { trainer } = setUp({}, { control, callbacks: [recorder, at(3, () => control.pause()), wake] });
    const output = await trainer.train();
    expect(output.ending).toBe('completed');
    expect(recorder.order.slice(2, 8)).toEqual(['step 2', 'step 3', 'pause', 'resume', 'step 4', 'step 5']);
  });

  it('saves when it is stopped, whatever the save strategy', async () => {
    const control = new TrainerControl();
    const { trainer, checkpoints } = setUp(
      { save_strategy: 'no' },
      { control, callbacks: [at(5, () => control.stop())] },
    );
    const output = await trainer.train();
    expect(output).toMatchObject({ ending: 'stopped', global_step: 5, last_checkpoint: 'checkpoint-5' });
    expect(await checkpoints.list()).toEqual(['checkpoint-5']);
  });

  it('saves on request and goes on', async () => {
    const control = new TrainerControl();
    const { trainer, checkpoints } = setUp(
      { save_strategy: 'no' },
      { control, callbacks: [at(5, () => control.save())] },
    );
    expect((await trainer.train()).ending).toBe('completed');
    expect(await checkpoints.list()).toEqual(['checkpoint-5']);
  });

  it('saves nothing when it is cancelled, even during an evaluation', async () => {
    const control = new TrainerControl();
    const cancelling: TrainerCallback = { onPredictionStep: () => control.cancel() };
    const { trainer, checkpoints, engine } = setUp({}, { control, callbacks: [cancelling] });
    await expect(trainer.train()).rejects.toThrowError(CancelledError);
    expect(engine.updates).toHaveLength(13);
    expect(await checkpoints.list()).toEqual([]);
  });
});

describe('resuming', () => {
  const GIVEN = {
    num_train_epochs: 3,
    gradient_accumulation_steps: 2,
    group_by_length: true,
    lr_scheduler_type: 'cosine',
    warmup_ratio: 0.1,
    weight_decay: 0.01,
    max_grad_norm: 0.2,
    logging_steps: 3,
    load_best_model_at_end: false,
    early_stopping_patience: 5,
  };

  /** Trains to `step`, stops, and goes on with everything new but the checkpoint. */
  async function interrupted(stop: (control: TrainerControl) => TrainerCallback) {
    const control = new TrainerControl();
    const first = setUp(GIVEN, { control, callbacks: [stop(control)] });
    const output = await first.trainer.train();
    expect(output.ending).toBe('stopped');
    const second = setUp(GIVEN, { checkpoints: first.checkpoints });
    await second.trainer.train(await first.checkpoints.load(output.last_checkpoint!));
    return second;
  }

  it.each([1, 7, 10, 20])(
    'gives bit for bit the same weights, metrics and logs after a stop at step %i',
    async (step) => {
      const whole = setUp(GIVEN);
      await whole.trainer.train();
      const { trainer, engine, recorder } = await interrupted((control) => at(step, () => control.stop()));
      expect(await engine.state()).toEqual(await whole.engine.state());
      const timeless = ({ seconds, elapsed_seconds, ...rest }: StepRecord) => rest;
      expect(recorder.steps.map(timeless)).toEqual(whole.recorder.steps.slice(step).map(timeless));
      expect(trainer.state.best_metric).toBe(whole.trainer.state.best_metric);
      expect(trainer.state.early_stopping_patience_counter).toBe(
        whole.trainer.state.early_stopping_patience_counter,
      );
      const losses = (run: typeof whole) =>
        run.trainer.state.log_history.map((entry) => entry.loss ?? entry.eval_loss);
      expect(losses({ ...whole, trainer })).toEqual(losses(whole));
    },
  );

  it('does an evaluation that the stop cut short, then goes on', async () => {
    const whole = setUp(GIVEN);
    await whole.trainer.train();
    const { engine, recorder } = await interrupted((control) => ({ onPredictionStep: () => control.stop() }));
    expect(recorder.order.slice(0, 4)).toEqual(['begin', 'evaluate 7', 'save 7', 'step 8']);
    expect(await engine.state()).toEqual(await whole.engine.state());
  });

  it('counts time from where it stopped', async () => {
    const { recorder } = await interrupted((control) => at(7, () => control.stop()));
    expect(recorder.steps[0]!.elapsed_seconds).toBeGreaterThan(0.02);
  });

  it('refuses other data or another order of it, naming all that differs', async () => {
    const first = setUp(GIVEN);
    await first.trainer.train();
    const other = setUp(
      { ...GIVEN, group_by_length: false, seed: 1 },
      { train: sourceOf(EXAMPLES.slice(1)) },
    );
    const resuming = other.trainer.train(await first.checkpoints.load('checkpoint-7'));
    await expect(resuming).rejects.toThrowError(
      /group_by_length.*seed was 42.*50 training examples and are now 49/,
    );
    expect(other.engine.updates).toEqual([]);
  });
});

describe('a loss or gradient that is not finite', () => {
  async function failing(args: Partial<TrainingArguments>, poison: (engine: MeanEmbeddingEngine) => void) {
    const { engine, checkpoints, options } = setUp(args);
    const trainer = new Trainer({ ...options, callbacks: [at(3, () => poison(engine))] });
    const error = await trainer.train().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StudioError);
    return { error: error as StudioError, engine, checkpoints };
  }

  it('stops the run before the update and says where it began', async () => {
    const { error, engine } = await failing({}, ({ parameters }) => parameters[1]!.value.fill(Number.NaN));
    expect(error.code).toBe('non_finite');
    expect(error.details).toMatchObject({ step: 3, where: 'loss', name: 'classifier.weight' });
    expect(error.message).toContain('step 4');
    expect(engine.updates).toHaveLength(3);
  });

  it('is noticed in the gradient too, and the finite weights are kept', async () => {
    const { error, engine, checkpoints } = await failing({}, (own) => {
      own.gradientNorm = async () => Number.POSITIVE_INFINITY;
      own.locateNonFinite = async () => ({ where: 'gradient', name: 'classifier.bias' });
    });
    expect(error.message).toContain('The gradient norm (Infinity)');
    expect(error.message).toContain('checkpoint-3');
    expect(engine.updates).toHaveLength(3);
    const kept = (await checkpoints.load('checkpoint-3')).tensors;
    expect((await kept()).every(({ value }) => value.every(Number.isFinite))).toBe(true);
  });
});

describe('the time left', () => {
  it('is unknown at first, then falls to nothing at the end', async () => {
    const { trainer, recorder } = setUp();
    await trainer.train();
    expect(recorder.secondsLeft.slice(0, 3)).toEqual([null, null, null]);
    expect(recorder.secondsLeft[4]).toBeGreaterThan(0.02);
    expect(recorder.secondsLeft.at(-2)).toBeLessThan(recorder.secondsLeft[4]!);
  });
});
