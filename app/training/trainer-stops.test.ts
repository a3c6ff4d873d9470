import { describe, expect, it } from 'vitest';
import type { MeanEmbeddingEngine } from '../../tests/support/mean-embedding-engine.ts';
import { at, EXAMPLES, Recorder, setUp } from '../../tests/support/toy-trainer.ts';
import { sourceOf } from '../../tests/support/training.ts';
import { CancelledError, StudioError } from '../errors.ts';
import type { TrainingArguments } from './arguments.ts';
import type { StepRecord, TrainerCallback } from './callbacks.ts';
import { TrainerControl } from './control.ts';
import { Trainer } from './trainer.ts';

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
