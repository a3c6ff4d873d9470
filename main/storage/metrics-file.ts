import { appendFile, open, readFile, truncate } from 'node:fs/promises';
import type { MetricPoint } from '../../app/runs/points.ts';
import { formatPoint, parsePoint } from '../../app/runs/points.ts';
import { writeError } from './atomic.ts';

/** `metrics.jsonl`: one point a line, only ever appended to. */
export class MetricsFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws StudioError `disk_full` or `unwritable`. */
  async append(points: readonly MetricPoint[]): Promise<void> {
    try {
      if (points.length > 0) await appendFile(this.path, points.map(formatPoint).join(''));
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  /** Every whole line; one that a kill tore apart is left out. No file: no points. */
  async read(): Promise<MetricPoint[]> {
    const text = await this.#text();
    return text.split('\n').flatMap((line) => parsePoint(line) ?? []);
  }

  /** Cuts off a torn last line, so that the next one does not run into it. */
  async repair(): Promise<void> {
    const text = await this.#text();
    const whole = text.lastIndexOf('\n') + 1;
    if (whole < text.length) await truncate(this.path, Buffer.byteLength(text.slice(0, whole)));
  }

  /** Makes what was appended survive a power cut; done with every checkpoint. */
  async sync(): Promise<void> {
    const file = await open(this.path, 'a');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }
}
