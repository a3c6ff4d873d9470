import { stat } from 'node:fs/promises';
import { courseOf, type MetricPoint } from '../../../app/runs/points.ts';
import type { MetricsFile } from '../../storage/metrics-file.ts';

const KEPT = 200;

interface Course {
  readonly size: number;
  readonly mtimeMs: number;
  readonly points: readonly MetricPoint[];
  /** Lines of the file that are no points. */
  readonly unreadable: number;
}

/** Courses of runs as they were last read: a list of many runs reads only the files that changed. */
export class CourseShelf {
  readonly #courses = new Map<string, Course>();

  async read(file: MetricsFile): Promise<Pick<Course, 'points' | 'unreadable'>> {
    const { size, mtimeMs } = (await stat(file.path).catch(() => null)) ?? { size: 0, mtimeMs: 0 };
    const known = this.#courses.get(file.path);
    if (known?.size === size && known.mtimeMs === mtimeMs) return known;
    const { points, unreadable } = await file.look();
    const course: Course = { size, mtimeMs, points: courseOf(points), unreadable };
    this.#courses.delete(file.path);
    this.#courses.set(file.path, course);
    const [oldest] = this.#courses.keys();
    if (this.#courses.size > KEPT) this.#courses.delete(oldest!);
    return course;
  }
}
