import { describe, expect, it } from 'vitest';
import { EXAMPLES, setUp } from '../../tests/support/toy-trainer.ts';
import { sourceOf, toyEngine, weightsOf } from '../../tests/support/training.ts';

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

describe('the time left', () => {
  it('is unknown at first, then falls to nothing at the end', async () => {
    const { trainer, recorder } = setUp();
    await trainer.train();
    expect(recorder.secondsLeft.slice(0, 3)).toEqual([null, null, null]);
    expect(recorder.secondsLeft[4]).toBeGreaterThan(0.02);
    expect(recorder.secondsLeft.at(-2)).toBeLessThan(recorder.secondsLeft[4]!);
  });
});
