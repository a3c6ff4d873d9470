import { constants, setPriority } from 'node:os';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { TrainingCommand, TrainingEvent } from '../../app/contract/training.ts';
import { assertNever, CancelledError } from '../../app/errors.ts';
import type { MetricPoint } from '../../app/runs/points.ts';
import type { TrainerCallback } from '../../app/training/callbacks.ts';
import { TrainerControl } from '../../app/training/control.ts';
import { epochAfter } from '../../app/training/plan.ts';
import { transferError } from '../../app/transferred-error.ts';
import { parent } from './parent.ts';
import type { Preparing } from './training-data.ts';
import type { TrainingJob } from './training-job.ts';
import { runTraining } from './training-run.ts';

// A process of its own for one training run: ONNX Runtime keeps its event loop busy during a step, and a crash
// here leaves the studio and the run's folder as they are. Commands take effect between steps.

const BATCH_MILLISECONDS = 100;

/** How often preparing says how far it is. */
const TELL_MILLISECONDS = 5000;

const control = new TrainerControl();
/** Ends the reading of data; between steps `control` decides. */
const preparing = new AbortController();

function send(event: TrainingEvent): void {
  parent.send(event);
}

function handle(command: TrainingCommand<TrainingJob>): void {
  switch (command.type) {
    case 'start':
      void train(command.job);
      break;
    case 'pause':
      control.pause();
      break;
    case 'resume':
      control.resume();
      break;
    case 'save':
      control.save();
      break;
    case 'stop-and-save':
      preparing.abort();
      control.stop();
      break;
    case 'cancel':
      preparing.abort();
      control.cancel();
      break;
    default:
      assertNever(command);
  }
}

async function train(job: TrainingJob): Promise<void> {
  try {
    const output = await runTraining(job, {
      callbacks: [forwarding(job)],
      control,
      breathe: async () => {
        await setImmediate();
      },
      log: (level, message) => send({ type: 'log', level, message }),
      onBatch: (batch) => send({ type: 'batch', ...batch }),
      preparing: { signal: preparing.signal, tell: tellNowAndThen(job) },
    });
    send({ type: 'finished', status: output.ending, output });
  } catch (error) {
    send(
      error instanceof CancelledError
        ? { type: 'cancelled' }
        : { type: 'failed', error: transferError(error) },
    );
  }
  parent.leave();
}

/** Small data is ready before there is anything to tell. */
function tellNowAndThen({ dataset }: TrainingJob): Preparing['tell'] {
  let toldAt = performance.now();
  return (doing, share) => {
    if (performance.now() - toldAt < TELL_MILLISECONDS) return;
    toldAt = performance.now();
    send({
      type: 'log',
      level: 'info',
      message: `${doing} ${basename(dataset)}: ${Math.round(100 * share)} %`,
    });
  };
}

/** Turns what the Trainer reports into messages, points gathered so that no more than ten a second are sent. */
function forwarding(job: TrainingJob): TrainerCallback {
  let points: MetricPoint[] = [];
  let secondsLeft: number | null = null;
  let sentAt = 0;
  const flush = () => {
    if (points.length > 0) {
      send({ type: 'progress', points, secondsLeft, memoryBytes: process.memoryUsage.rss() });
    }
    points = [];
    sentAt = performance.now();
  };
  return {
    onTrainBegin({ state, plan, args }, resumedFrom) {
      const { device, threads, global_step: step } = state;
      // Where max_steps decides, num_train_epochs says nothing.
      const epochs = epochAfter(plan.maxSteps, args, plan);
      send({
        type: 'started',
        run: job.folder,
        device,
        threads,
        step,
        maxSteps: plan.maxSteps,
        epochs,
        resumedFrom,
      });
    },
    onStepEnd(record, left) {
      points.push({ kind: 'step', ...record });
      secondsLeft = left;
      if (performance.now() - sentAt >= BATCH_MILLISECONDS) flush();
    },
    onPredictionStep(done, total) {
      flush();
      send({ type: 'evaluating', done, total });
    },
    onEvaluate(record) {
      points.push({ kind: 'evaluation', ...record });
      flush();
    },
    onSave({ step, checkpoint }) {
      points.push({ kind: 'checkpoint', step, checkpoint });
      flush();
    },
    onPause() {
      flush();
      send({ type: 'paused' });
    },
    onResume: () => send({ type: 'resumed' }),
    onTrainEnd: flush,
  };
}

// Whoever asks a model meanwhile, or does something else on this computer, comes first; what is left is nearly all.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
parent.onMessage(handle);
// A terminal sends Ctrl-C to the whole process group; the parent decides what it means.
process.on('SIGINT', () => {});
// Without a parent nobody can follow or steer the run: save and end.
parent.onGone(() => handle({ type: 'stop-and-save' }));
