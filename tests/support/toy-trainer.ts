import type {
  EvaluationRecord,
  SaveRecord,
  StepRecord,
  TrainerCallback,
} from '../../app/training/callbacks.ts';
import { TrainerControl } from '../../app/training/control.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { Trainer } from '../../app/training/trainer.ts';
import type { TrainerOptions } from '../../app/training/trainer-options.ts';
import { HEAD, MemoryCheckpoints, sourceOf, toyEngine, toyExamples } from './training.ts';

export const EXAMPLES = toyExamples(50);
const HELD_OUT = toyExamples(80).slice(50);

/** A clock that shows a millisecond more every time it is looked at. */
function ticking(): () => number {
  let time = 0;
  return () => ++time;
}

/** Keeps what it was told, and in which order. */
export class Recorder implements TrainerCallback {
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

/** A Trainer of the toy task with all that comes from outside; `given` are arguments, `change` is otherwise than usual. */
export function setUp(given: Record<string, unknown> = {}, change: Partial<TrainerOptions> = {}) {
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

/** Acts when `step` steps are done. */
export function at(step: number, act: () => void): TrainerCallback {
  return {
    onStepEnd: (record) => {
      if (record.step === step) act();
    },
  };
}
