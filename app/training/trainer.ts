import { StudioError } from '../errors.ts';
import { gradientScale } from './adamw.ts';
import type { StepBatches } from './batches.ts';
import { TrainingBatches } from './batches.ts';
import { bestMetricOf, judge, metricValue } from './best-model.ts';
import type { TrainEnding, TrainerCallback, TrainerContext, TrainOutput } from './callbacks.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointName, checkpointsToRemove } from './checkpoint.ts';
import { TrainerControl } from './control.ts';
import { TimeLeft } from './eta.ts';
import { evaluate } from './evaluation.ts';
import { endEntry, evaluationEntry, type StepResult, trainingEntry } from './log-entries.ts';
import { metricsFor } from './metrics/for-head.ts';
import { nonFiniteError } from './non-finite.ts';
import type { Due, TrainingPlan } from './plan.ts';
import { dueAfter, dueLater, epochAfter, planTraining } from './plan.ts';
import { learningRateAt } from './schedules.ts';
import type { LogEntry, TrainerState } from './state.ts';
import { checkResumable, initialState, resumedState } from './state.ts';
import { Stopwatch } from './stopwatch.ts';
import type { TrainerOptions } from './trainer-options.ts';
import { WatchingCounter } from './watched.ts';

/** What an evaluation means for the run. */
interface Verdict {
  readonly isBest: boolean;
  readonly outOfPatience: boolean;
}

const NO_VERDICT: Verdict = { isBest: false, outOfPatience: false };

/**
 * Fine-tunes a model the way Hugging Face's Trainer does, with its arguments. It drives an engine and knows
 * nothing of devices, files or processes: checkpoints, callbacks, clock and control come from outside.
 */
export class Trainer {
  readonly plan: TrainingPlan;
  readonly control: TrainerControl;
  readonly #options: TrainerOptions;
  readonly #batches: TrainingBatches;
  readonly #clock: Stopwatch;
  readonly #timeLeft: TimeLeft;
  #state: TrainerState;
  #lastStep: StepResult | null = null;
  #lastCheckpoint: string | null = null;

  /** @throws StudioError `too_few_examples` when no step can be made of the data, `no_evaluation_split`. */
  constructor(options: TrainerOptions) {
    this.#options = options;
    if (options.args.eval_strategy !== 'no' && options.evaluation === null) throw noEvaluationSplit();
    this.plan = planTraining(options.args, options.train.length);
    this.control = options.control ?? new TrainerControl();
    this.#batches = new TrainingBatches(options, this.plan);
    this.#clock = new Stopwatch(options.now ?? Date.now);
    this.#timeLeft = new TimeLeft(options.evaluation?.lengths ?? new Int32Array());
    this.#state = initialState(options.args, this.plan, options.engine);
  }

  get state(): Readonly<TrainerState> {
    return this.#state;
  }

  /**
   * Trains to the end, or until it is stopped or out of patience. Resumed from a checkpoint of the same run,
   * it ends with the weights that it would have had without the interruption, bit for bit.
   * @throws CancelledError after a cancel; StudioError `non_finite`, `resume_mismatch`, `unknown_metric`, or
   * what the checkpoint store throws.
   */
  async train(resumeFrom: Checkpoint | null = null): Promise<TrainOutput> {
    const { engine, args } = this.#options;
    let ending = await this.#begin(resumeFrom);
    while (ending === null && this.#state.global_step < this.plan.maxSteps) {
      await this.#passGate();
      const step = this.#state.global_step;
      const lap = this.#clock.lap();
      const batches = await this.#batches.ofStep(step);
      await this.#notify((callback, context) => callback.onStepBegin?.(step + 1, batches, context));
      const { loss, gradNorm } = await this.#gradients(step, batches);
      const learningRate = learningRateAt(step, args.learning_rate, this.plan.schedule);
      const headLearningRate = learningRateAt(
        step,
        args.head_learning_rate ?? args.learning_rate,
        this.plan.schedule,
      );
      await engine.update({
        step,
        learningRate,
        headLearningRate,
        gradientScale: gradientScale(gradNorm, args.max_grad_norm),
      });
      await this.#recordStep(batches, { loss, grad_norm: gradNorm, learning_rate: learningRate }, lap());
      ending = await this.#logEvaluateSave(dueAfter(step + 1, args, this.plan));
    }
    return this.#end(ending ?? 'completed');
  }

  async #begin(resumeFrom: Checkpoint | null): Promise<TrainEnding | null> {
    const { engine, args } = this.#options;
    this.#clock.startFrom(0);
    if (resumeFrom !== null) {
      checkResumable(resumeFrom, args, this.plan);
      await engine.restore(await resumeFrom.tensors());
      this.#state = resumedState(resumeFrom.state, args, this.plan, engine);
      this.#clock.startFrom(this.#state.elapsed_seconds);
      this.#lastCheckpoint = resumeFrom.name;
    }
    await this.#notify((callback, context) => callback.onTrainBegin?.(context, resumeFrom?.name ?? null));
    const { global_step: step, evaluation_due: evaluationDue } = this.#state;
    if (evaluationDue) return this.#logEvaluateSave({ ...dueAfter(step, args, this.plan), log: false });
    if (step === 0 && args.eval_on_start) await this.#evaluate(false);
    return null;
  }

  /** Gradients of one optimizer step: the mean over its micro-batches. */
  async #gradients(step: number, { microBatches }: StepBatches): Promise<{ loss: number; gradNorm: number }> {
    const { engine } = this.#options;
    let sum = 0;
    for (const [microStep, examples] of microBatches.entries()) {
      const { loss } = await engine.forwardBackward(examples, {
        step,
        microStep,
        microSteps: microBatches.length,
      });
      if (!Number.isFinite(loss)) await this.#refuseNonFinite({ step, loss, gradNorm: null });
      sum += loss;
    }
    const loss = sum / microBatches.length;
    const gradNorm = await engine.gradientNorm();
    if (!Number.isFinite(gradNorm)) await this.#refuseNonFinite({ step, loss, gradNorm });
    return { loss, gradNorm };
  }

  /** Ends the run before a NaN or an infinity reaches the weights, which are kept if checkpoints are. */
  async #refuseNonFinite(found: { step: number; loss: number; gradNorm: number | null }): Promise<never> {
    const place = await this.#options.engine.locateNonFinite();
    if (found.step > 0 && this.#options.args.save_strategy !== 'no') await this.#save();
    throw nonFiniteError(place, found, this.#lastCheckpoint);
  }

  async #recordStep(batches: StepBatches, result: StepResult, seconds: number): Promise<void> {
    const { args } = this.#options;
    const state = this.#state;
    state.global_step += 1;
    state.epoch = epochAfter(state.global_step, args, this.plan);
    state.num_input_tokens_seen += batches.tokens;
    state.loss_since_log += result.loss;
    state.steps_since_log += 1;
    state.total_loss += result.loss;
    state.elapsed_seconds = this.#clock.seconds();
    this.#lastStep = result;
    this.#timeLeft.addStep(batches.tokens, seconds);
    const { tokens, paddedTokens } = batches;
    const { global_step: step, epoch, elapsed_seconds } = state;
    const record = { step, epoch, ...result, tokens, padded_tokens: paddedTokens, seconds, elapsed_seconds };
    const left = { tokens: this.#batches.tokensAfter(step), ...dueLater(step, args, this.plan) };
    const secondsLeft = this.#timeLeft.estimate(left);
    await this.#notify((callback, context) => callback.onStepEnd?.(record, secondsLeft, context));
  }

  /** In this order, so that a checkpoint knows all that happened at its step. Tells whether and why the run ends. */
  async #logEvaluateSave(due: Due): Promise<TrainEnding | null> {
    const { args } = this.#options;
    if (due.log) await this.#log();
    let save = due.save;
    let outOfPatience = false;
    if (due.evaluate) {
      const verdict = await this.#evaluate(true);
      this.#state.evaluation_due = verdict === null;
      save ||= args.save_strategy === 'best' && verdict !== null && verdict.isBest;
      outOfPatience = verdict?.outOfPatience ?? false;
    }
    const finished = this.#state.global_step >= this.plan.maxSteps && !this.#state.evaluation_due;
    const stops = this.control.stopping && !finished;
    if (this.control.takeSaveRequest() || stops || save) await this.#save();
    return outOfPatience ? 'early_stopping' : stops ? 'stopped' : null;
  }

  async #log(): Promise<void> {
    const state = this.#state;
    if (state.steps_since_log === 0 || this.#lastStep === null) return;
    await this.#addLogEntry(trainingEntry(state, this.#lastStep));
    state.loss_since_log = 0;
    state.steps_since_log = 0;
  }

  async #addLogEntry(values: LogEntry): Promise<void> {
    const entry = { ...values, epoch: this.#state.epoch, step: this.#state.global_step };
    this.#state.log_history.push(entry);
    await this.#notify((callback, context) => callback.onLog?.(entry, context));
  }

  /** Null when the run is to stop first; the evaluation is then done after the resume. */
  async #evaluate(judged: boolean): Promise<Verdict | null> {
    const { engine, args, head, evaluation, lostWords, watchedRows } = this.#options;
    if (this.control.stopping || evaluation === null) return null;
    const lap = this.#clock.lap();
    const metrics = new WatchingCounter(metricsFor(head, lostWords), head, watchedRows ?? new Set());
    const result = await evaluate(engine, evaluation, {
      batchSize: args.per_device_eval_batch_size,
      metrics,
      prepare: (examples) => this.#options.masking?.(examples, null) ?? examples,
      onBatch: async (done, total) => {
        await this.#notify((callback, context) => callback.onPredictionStep?.(done, total, context));
        await this.#passGate();
        return !this.control.stopping || done === total;
      },
    });
    if (result === null) return null;
    const seconds = lap();
    this.#timeLeft.addEvaluation(seconds);
    this.#state.elapsed_seconds = this.#clock.seconds();
    await this.#addLogEntry(evaluationEntry(result, args, { examples: evaluation.length, seconds }));
    const best = judged ? bestMetricOf(args) : null;
    const figures = { loss: result.loss, ...result.report.metrics };
    const verdict = best === null ? NO_VERDICT : judge(this.#state, metricValue(best, figures), best, args);
    const { global_step: step, epoch, elapsed_seconds } = this.#state;
    const record = {
      ...{ step, epoch, ...result, seconds, elapsed_seconds },
      is_best: verdict.isBest,
      watched: metrics.predictions,
    };
    await this.#notify((callback, context) => callback.onEvaluate?.(record, context));
    return verdict;
  }

  /** Saves the whole state of this step, then drops checkpoints beyond save_total_limit. */
  async #save(): Promise<void> {
    const { checkpoints, engine, args } = this.#options;
    if (checkpoints === null) return;
    const lap = this.#clock.lap();
    const state = this.#state;
    const checkpoint = checkpointName(state.global_step);
    state.elapsed_seconds = this.#clock.seconds();
    if (state.best_global_step === state.global_step) state.best_model_checkpoint = checkpoint;
    await this.#notify((callback, context) => callback.onBeforeSave?.(context));
    await checkpoints.save(checkpoint, state, args, await engine.state());
    this.#lastCheckpoint = checkpoint;
    const removed = checkpointsToRemove(await checkpoints.list(), args.save_total_limit, state);
    for (const name of removed) await checkpoints.remove(name);
    const record = { step: state.global_step, checkpoint, seconds: lap(), removed };
    this.#timeLeft.addSave(record.seconds);
    await this.#notify((callback, context) => callback.onSave?.(record, context));
  }

  async #end(ending: TrainEnding): Promise<TrainOutput> {
    const { checkpoints, engine, args } = this.#options;
    const state = this.#state;
    const best = state.best_model_checkpoint;
    const loadsBest =
      ending !== 'stopped' && args.load_best_model_at_end && best !== null && checkpoints !== null;
    if (loadsBest) await engine.restore(await (await checkpoints.load(best)).tensors());
    const seconds = this.#clock.seconds();
    const trainingLoss = state.total_loss / Math.max(1, state.global_step);
    if (ending !== 'stopped')
      await this.#addLogEntry(endEntry(state, trainingLoss, { examples: this.plan.examples, seconds }));
    const output = {
      ending,
      global_step: state.global_step,
      training_loss: trainingLoss,
      elapsed_seconds: seconds,
      best_metric: state.best_metric,
      best_model_checkpoint: best,
      loaded_best_model: loadsBest,
      last_checkpoint: this.#lastCheckpoint,
    };
    await this.#notify((callback, context) => callback.onTrainEnd?.(output, context));
    return output;
  }

  /** Between steps and evaluation batches: lets messages in, waits while paused, throws after a cancel. */
  async #passGate(): Promise<void> {
    await this.#options.breathe?.();
    if (!this.control.paused) return this.control.passGate();
    this.#clock.pause();
    await this.#notify((callback, context) => callback.onPause?.(context));
    await this.control.passGate();
    this.#clock.resume();
    await this.#notify((callback, context) => callback.onResume?.(context));
  }

  async #notify(
    tell: (callback: TrainerCallback, context: TrainerContext) => void | Promise<void>,
  ): Promise<void> {
    const context = { args: this.#options.args, plan: this.plan, state: this.#state };
    for (const callback of this.#options.callbacks ?? []) await tell(callback, context);
  }
}

function noEvaluationSplit(): StudioError {
  return new StudioError(
    'no_evaluation_split',
    'eval_strategy asks for evaluations, but there is no evaluation split. Give one, or set eval_strategy to no.',
  );
}
