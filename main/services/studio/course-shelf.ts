import { stat } from 'node:fs/promises';
import { courseOf, type MetricPoint } from '../../../app/runs/points.ts';
import type { MetricsFile } from '../../storage/metrics-file.ts';

const KEPT = 200;

interface Course {
  readonly size: number;
  readonly mtimeMs: number;
  readonly points: readonly MetricPoint[];
}

/** Courses of runs as they were last read: a list of many runs reads only the files that changed. */
export class CourseShelf {
  readonly #courses = new Map<string, Course>();

  async read(file: MetricsFile): Promise<readonly MetricPoint[]> {
    const { size, mtimeMs } = (await stat(file.path).catch(() => null)) ?? { size: 0, mtimeMs: 0 };
    const known = this.#courses.get(file.path);
    if (known?.size === size && known.mtimeMs === mtimeMs) return known.points;
    const points = courseOf(await file.read());
    this.#courses.delete(file.path);
    this.#courses.set(file.path, { size, mtimeMs, points });
    const [oldest] = this.#courses.keys();
    if (this.#courses.size > KEPT) this.#courses.delete(oldest!);
    return points;
  }
}
