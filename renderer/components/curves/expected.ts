import type { RunDetail } from '../../../app/contract/runs.ts';
import { planOf } from './axis.ts';
import type { Course } from './series.ts';

const MOST = 20;

/** Steps after which evaluations are still to come, as far as the arguments say so. */
export function expectedEvaluations(run: RunDetail, { evaluations }: Course): number[] {
  const plan = planOf(run);
  const { eval_strategy } = run.record.args;
  if (!plan || eval_strategy === 'no') return [];
  const every = eval_strategy === 'epoch' ? plan.stepsPerEpoch : plan.evalSteps;
  const done = evaluations.at(-1)?.step ?? -1;
  const count = Math.ceil(plan.maxSteps / every);
  if (count > MOST) return [];
  const all = Array.from({ length: count }, (_, i) => Math.min((i + 1) * every, plan.maxSteps));
  return all.filter((step) => step > done);
}
