import type { EvaluationRecord, StepRecord } from '../training/callbacks.ts';
import type { WatchedExample, WatchedPrediction } from '../training/watched.ts';

/** A line of `metrics.jsonl`. Numbers that are NaN or infinite are null there and NaN when read back. */
export type MetricPoint =
  | StepPoint
  | EvaluationPoint
  | CheckpointPoint
  | StartPoint
  | EndPoint
  | WatchedPoint;

export interface StepPoint extends StepRecord {
  readonly kind: 'step';
}

export interface EvaluationPoint extends Omit<EvaluationRecord, 'watched'> {
  readonly kind: 'evaluation';
  /** What the model said of the watched examples; absent in files of earlier versions. */
  readonly watched?: readonly WatchedPrediction[];
}

/** The evaluation examples that are followed from evaluation to evaluation. */
interface WatchedPoint {
  readonly kind: 'watched';
  readonly step: number;
  readonly examples: readonly WatchedExample[];
}

interface CheckpointPoint {
  readonly kind: 'checkpoint';
  readonly step: number;
  readonly checkpoint: string;
}

/** A process begins to train after `step` steps. Points of later steps written before it were of lost work. */
export interface StartPoint {
  readonly kind: 'start';
  readonly step: number;
  readonly checkpoint: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly device: string;
  readonly threads: number;
}

interface EndPoint {
  readonly kind: 'end';
  readonly step: number;
  readonly status: string;
  readonly message: string | null;
  readonly at: string;
}

export function formatPoint(point: MetricPoint): string {
  return `${JSON.stringify(point)}\n`;
}

/** Null for a line that is not a point: torn by a kill, damaged, or of a later version. */
export function parsePoint(line: string): MetricPoint | null {
  try {
    const value: unknown = JSON.parse(line, (key, item: unknown) =>
      item === null && !NULLABLE.has(key) ? Number.NaN : item,
    );
    return isPoint(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether it has what is looked at without asking: a file may be damaged, and there may be a million lines. */
function isPoint(value: unknown): value is MetricPoint {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, step, loss, report, examples } = value as Partial<Record<string, unknown>>;
  if (typeof step !== 'number' || !Number.isFinite(step)) return false;
  switch (kind) {
    case 'step':
      return typeof loss === 'number';
    case 'evaluation':
      return typeof loss === 'number' && isReport(report);
    case 'watched':
      return Array.isArray(examples);
    case 'checkpoint':
    case 'start':
    case 'end':
      return true;
    default:
      return false;
  }
}

function isReport(value: unknown): boolean {
  const { metrics, intervals, byClass } = (value ?? {}) as Partial<Record<string, unknown>>;
  return (
    [metrics, intervals].every((item) => typeof item === 'object' && item !== null) && Array.isArray(byClass)
  );
}

/** Fields whose null means absent; any other null was a number that JSON cannot hold. */
const NULLABLE: ReadonlySet<string> = new Set([
  'checkpoint',
  'message',
  'baseline',
  'confusion',
  'pair',
  'label',
]);

/** The run's own course: without what was done after the checkpoint, if any, that a later process went on from. */
export function courseOf(points: readonly MetricPoint[]): MetricPoint[] {
  let course: MetricPoint[] = [];
  for (const point of points) {
    if (point.kind === 'start' && point.checkpoint === null) course = [];
    // Not by order: the end of a failed process may bear an earlier step than its last one.
    else if (point.kind === 'start') course = course.filter(({ step }) => step <= point.step);
    course.push(point);
  }
  return course;
}

/**
 * A course with points that arrived since: what it has already is not added again. Both in order.
 * `points` itself is returned where nothing is new, so that who draws it can tell.
 */
export function withNewPoints(
  points: readonly MetricPoint[],
  arrived: readonly MetricPoint[],
): readonly MetricPoint[] {
  const [first] = arrived;
  if (!first) return points;
  const keyOf = ({ kind, step }: MetricPoint) => `${kind} ${step}`;
  const known = new Set<string>();
  for (let i = points.length - 1; i >= 0 && points[i]!.step >= first.step; i--) known.add(keyOf(points[i]!));
  const added = arrived.filter((point) => !known.has(keyOf(point)));
  return added.length === 0 ? points : [...points, ...added];
}
