import { styleText } from 'node:util';
import { type Bar, Presets, SingleBar } from 'cli-progress';
import { commandWord } from '../../app/command-word.ts';
import type { TrainingEvent } from '../../app/contract/training.ts';
import { counted } from '../../app/counted.ts';
import { assertNever } from '../../app/errors.ts';
import { mean } from '../../app/math/mean.ts';
import type { EvaluationPoint, StepPoint } from '../../app/runs/points.ts';
import type { TrainingJob } from '../workers/training-job.ts';
import { LogLines } from './log-lines.ts';
import { duration, print, shown } from './output.ts';

/** The run on a terminal: a bar with the time left, a row for every evaluation, a summary. */
export class TrainingDisplay {
  readonly #job: TrainingJob;
  readonly #bar: SingleBar | null;
  #started = false;
  #logLines: LogLines | null = null;
  #losses: number[] = [];
  #tokens = 0;
  #seconds = 0;
  #last: EvaluationPoint | null = null;

  constructor(job: TrainingJob) {
    this.#job = job;
    const format = '{bar} {value}/{total}  epoch {epoch}  loss {loss}  {rate} tokens/s  {left}';
    this.#bar = process.stdout.isTTY
      ? new SingleBar({ format, barsize: 24, hideCursor: true }, Presets.shades_classic)
      : null;
  }

  show(event: TrainingEvent): void {
    switch (event.type) {
      case 'started':
        print(
          `${styleText('bold', this.#job.model)} on ${styleText('bold', this.#job.dataset)}, ${event.device}, ${event.threads} threads`,
        );
        print(
          `${counted(event.maxSteps, 'step')}, learning rate ${this.#job.args.learning_rate}, run folder ${shown(this.#job.folder)}`,
        );
        if (event.resumedFrom) print(`Going on from ${event.resumedFrom}`);
        else if (this.#job.resume !== null) print('Beginning again, for there is no checkpoint yet');
        this.#bar?.start(event.maxSteps, event.step, { epoch: '-', loss: '-', rate: '-', left: '' });
        this.#logLines = new LogLines(this.#job.args, event.maxSteps);
        this.#started = true;
        return;
      case 'progress':
        for (const point of event.points) {
          if (point.kind === 'step') {
            this.#showStep(point, event.secondsLeft);
            const line = this.#logLines?.after(point);
            if (line) this.note(line);
          } else if (point.kind === 'evaluation') this.#showEvaluation(point);
        }
        return;
      case 'log':
        this.note(
          event.level === 'warning' ? styleText('yellow', event.message) : styleText('dim', event.message),
        );
        return;
      case 'finished': {
        this.#bar?.stop();
        const { ending, elapsed_seconds, global_step, last_checkpoint } = event.output;
        if (ending === 'stopped') {
          print(
            `Stopped at step ${global_step} and saved ${last_checkpoint}. Go on with: npm start -- runs resume ${commandWord(shown(this.#job.folder))}`,
          );
          return;
        }
        if (ending === 'early_stopping')
          print('Ended early: the metric had not improved for early_stopping_patience evaluations.');
        this.#summarize(elapsed_seconds);
        return;
      }
      case 'failed':
      case 'cancelled':
        this.#bar?.stop();
        return;
      case 'batch':
      case 'evaluating':
      case 'paused':
      case 'resumed':
        return;
      default:
        assertNever(event);
    }
  }

  /** A line above the bar. */
  note(text: string): void {
    if (this.#bar && this.#started) process.stdout.write('\r\u001b[K');
    print(text);
    (this.#bar as Bar | null)?.render?.();
  }

  #showStep({ step, epoch, loss, tokens, seconds }: StepPoint, secondsLeft: number | null): void {
    this.#losses.push(loss);
    this.#tokens += tokens;
    this.#seconds += seconds;
    const recent = this.#losses.slice(-10);
    this.#bar?.update(step, {
      epoch: epoch.toFixed(2),
      loss: mean(recent).toFixed(4),
      rate: Math.round(this.#tokens / this.#seconds).toLocaleString('en'),
      left: secondsLeft === null ? '' : `${duration(secondsLeft)} left`,
    });
  }

  #showEvaluation(point: EvaluationPoint): void {
    const figures = Object.entries(point.report.metrics).filter(([name]) => name !== 'loss');
    const shownFigures = figures.slice(0, 4).map(([name, value]) => `${name} ${value.toFixed(4)}`);
    const train = this.#losses.length > 0 ? `train loss ${mean(this.#losses).toFixed(4)}  ` : '';
    const best = point.is_best ? '  best so far' : '';
    this.note(
      `epoch ${point.epoch.toFixed(2)}  ${train}eval loss ${point.loss.toFixed(4)}  ${shownFigures.join('  ')}${best}`,
    );
    this.#losses = [];
    this.#last = point;
  }

  #summarize(seconds: number): void {
    print(
      this.#seconds === 0
        ? '\nNothing was left to do: the run had ended.'
        : `\nDone in ${duration(seconds)}, ${Math.round(this.#tokens / this.#seconds).toLocaleString('en')} tokens/s.`,
    );
    const report = this.#last?.report;
    if (report) {
      for (const [name, [low, high]] of Object.entries(report.intervals)) {
        print(
          `  ${name} ${report.metrics[name]!.toFixed(4)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)} for ${report.count} ${report.unit}`,
        );
      }
      if (report.baseline) {
        const figures = Object.entries(report.baseline.metrics).map(
          ([name, value]) => `${name} ${value.toFixed(4)}`,
        );
        print(`  To compare, ${report.baseline.strategy}: ${figures.join(', ')}`);
      }
    }
  }
}
