import type { EvaluationPoint, MetricPoint, StepPoint } from '../runs/points.ts';
import type { RunRecord } from '../runs/record.ts';
import type { ResultRun, StepColumn } from './result-run.ts';

const number = (value: number | null | undefined) => value ?? Number.NaN;

/** The run of a file as the studio's own are: what it does not hold is empty. */
export function runOfResult(run: ResultRun, id: string): { record: RunRecord; points: MetricPoint[] } {
  const { steps, evaluations } = run;
  const numbers = (values: Readonly<Record<string, number | null>>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, number(value)]));
  const stepPoints = steps.step.map((step, i): StepPoint => {
    const at = (key: StepColumn) => number(steps[key][i]);
    const tokens = at('tokens');
    return {
      kind: 'step',
      step: number(step),
      epoch: at('epoch'),
      loss: at('loss'),
      grad_norm: at('grad_norm'),
      learning_rate: at('learning_rate'),
      tokens,
      padded_tokens: tokens,
      seconds: at('elapsed_seconds') - (i === 0 ? 0 : number(steps.elapsed_seconds[i - 1])),
      elapsed_seconds: at('elapsed_seconds'),
    };
  });
  const evaluationPoints = evaluations.map((point): EvaluationPoint => {
    const { metrics, intervals, baseline, count, unit, loss, ...rest } = point;
    return {
      kind: 'evaluation',
      ...rest,
      loss: number(loss),
      seconds: 0,
      report: {
        metrics: numbers(metrics),
        intervals,
        baseline: baseline && { strategy: 'always the same answer', metrics: numbers(baseline) },
        count,
        unit,
        byClass: [],
        confusion: null,
      },
    };
  });
  const { elapsed_seconds, global_step, max_steps } = run;
  return {
    record: {
      format: 1,
      id,
      name: run.name,
      created_at: run.started_at,
      updated_at: run.started_at,
      status: run.status,
      head: { task: run.task, problemType: run.problem_type, labels: [] },
      model: run.model,
      dataset: run.dataset,
      args: run.args,
      device: run.device,
      threads: run.threads,
      progress: { global_step, max_steps, elapsed_seconds, epoch: stepPoints.at(-1)?.epoch ?? 0 },
      last_metrics: {},
      best_metric: null,
      best_model_checkpoint: null,
      last_checkpoint: null,
      error: null,
    },
    points: [...stepPoints, ...evaluationPoints].sort(
      (a, b) => a.step - b.step || (a.kind === 'step' ? -1 : 1),
    ),
  };
}
