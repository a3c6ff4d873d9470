import { mean } from '../../app/math/mean.ts';
import type { StepPoint } from '../../app/runs/points.ts';
import type { TrainingArguments } from '../../app/training/arguments.ts';

/** What `logging_strategy` asks to be printed, as Hugging Face's Trainer prints it: the mean loss since the last line. */
export class LogLines {
  readonly #args: TrainingArguments;
  readonly #maxSteps: number;
  #losses: number[] = [];

  constructor(args: TrainingArguments, maxSteps: number) {
    this.#args = args;
    this.#maxSteps = maxSteps;
  }

  /** @returns the line that is due after a step, if one is. */
  after({ step, epoch, loss, learning_rate, grad_norm }: StepPoint): string | null {
    this.#losses.push(loss);
    if (!this.#isDue(step, epoch)) return null;
    const since = mean(this.#losses);
    this.#losses = [];
    return [
      `step ${step}  epoch ${epoch.toFixed(2)}  loss ${since.toFixed(4)}`,
      `learning_rate ${learning_rate.toPrecision(3)}  grad_norm ${grad_norm.toFixed(2)}`,
    ].join('  ');
  }

  #isDue(step: number, epoch: number): boolean {
    const { logging_strategy, logging_steps, logging_first_step, eval_strategy } = this.#args;
    if (logging_first_step && step === 1) return true;
    if (logging_strategy === 'steps') {
      const every = logging_steps < 1 ? Math.ceil(this.#maxSteps * logging_steps) : logging_steps;
      return step % every === 0;
    }
    // The line of an evaluation says the training loss, too.
    if (logging_strategy === 'no' || eval_strategy === 'epoch') return false;
    return Number.isInteger(epoch) || step === this.#maxSteps;
  }
}
