import type { TrainingEvent } from '../../../app/contract/training.ts';
import { CancelledError } from '../../../app/errors.ts';
import type { MeasuredArm, TrainingExperiment } from '../../../app/lessons/experiment.ts';
import type { EvaluationPoint } from '../../../app/runs/points.ts';
import { receiveError } from '../../../app/transferred-error.ts';
import { freshArmFolder } from '../../storage/measurements.ts';
import type { TrainingJob } from '../../workers/training-job.ts';
import { TrainingWorker } from '../../workers/training-worker.ts';
import { planJob } from '../training-job.ts';
import type { Measuring, Place } from './measuring.ts';
import { withShuffledLabels } from './shuffled-labels.ts';

/** Trains once for each arm, in the process every run is trained in, and takes the last evaluation. */
export async function measureShortRuns(
  spec: TrainingExperiment,
  measuring: Measuring,
): Promise<Place & { readonly arms: MeasuredArm[] }> {
  const arms: MeasuredArm[] = [];
  let place: Place = { device: '', threads: 1 };
  for (const arm of spec.arms) {
    const folder = await freshArmFolder(measuring.lesson, spec.id, arm.id);
    const { job } = await planJob({
      name: `${spec.id}-${arm.id}`,
      folder,
      model: spec.model,
      dataset: spec.dataset,
      args: { save_strategy: 'no', ...spec.args, ...arm.args },
    });
    await measuring.turn();
    const data = arm.shuffle_labels ? await withShuffledLabels(job, `${folder}-data`) : job;
    const run = await train(data, arm.id, measuring);
    place = run.place;
    const result = resultOf(arm.id, spec.metric, run.evaluation);
    arms.push(result);
    measuring.report(arm.id, { result });
  }
  return { ...place, arms };
}

async function train(job: TrainingJob, arm: string, { spawn, signal, onHold, report }: Measuring) {
  let evaluation: EvaluationPoint | null = null;
  let place: Place = { device: '', threads: 1 };
  const curve: [number, number][] = [];
  const worker = new TrainingWorker(spawn, job, (event) => {
    if (event.type === 'started') {
      place = { device: event.device, threads: event.threads };
      report(arm, { done: event.step, total: event.maxSteps });
    }
    if (event.type !== 'progress') return;
    for (const point of event.points) if (point.kind === 'step') curve.push([point.step, point.loss]);
    evaluation = event.points.findLast((point) => point.kind === 'evaluation') ?? evaluation;
    report(arm, { done: curve.at(-1)?.[0] ?? 0, secondsLeft: event.secondsLeft, curve: [...curve] });
  });
  const release = onHold((held) => worker.steer(held ? 'pause' : 'resume'));
  const cancel = () => worker.steer('cancel');
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  const ended: TrainingEvent = await worker.ended;
  signal.removeEventListener('abort', cancel);
  release();
  if (ended.type === 'failed') throw receiveError(ended.error);
  if (ended.type === 'cancelled') throw new CancelledError('The experiment');
  return { evaluation: evaluation!, place };
}

function resultOf(id: string, metric: string, { report }: EvaluationPoint): MeasuredArm {
  const interval = report.intervals[metric];
  return {
    id,
    value: report.metrics[metric]!,
    interval: interval ? [interval[0], interval[1]] : null,
    cases: report.count,
    baseline: report.baseline?.metrics[metric] ?? null,
  };
}
