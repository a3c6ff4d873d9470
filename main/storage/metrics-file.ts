import { appendFile, copyFile, open, readFile, truncate } from 'node:fs/promises';
import { StudioError } from '../../app/errors.ts';
import type { MetricPoint } from '../../app/runs/points.ts';
import { formatPoint, parsePoint } from '../../app/runs/points.ts';
import { writeError } from './atomic.ts';
import { asideOf } from './json-file.ts';

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
    return (await this.look()).points;
  }

  /** The same, and how many lines are no points, though no kill tore them. */
  async look(): Promise<{ readonly points: MetricPoint[]; readonly unreadable: number }> {
    const lines = (await this.#bytes()).toString('utf8').split('\n');
    const points = lines.flatMap((line) => parsePoint(line) ?? []);
    const last = lines.at(-1)!;
    const torn = isBeginning(last) && parsePoint(last) === null ? 1 : 0;
    const empty = lines.filter((line) => line === '').length;
    return { points, unreadable: lines.length - points.length - torn - empty };
  }

  /** Cuts off a torn last line, so that the next one does not run into it. Where it is none, the file is kept beside as it was. */
  async repair(): Promise<void> {
    const bytes = await this.#bytes();
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole === bytes.length) return;
    if (!isBeginning(bytes.toString('utf8', whole))) await copyFile(this.path, asideOf(this.path));
    await truncate(this.path, whole);
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

  async #bytes(): Promise<Buffer> {
    try {
      return await readFile(this.path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return Buffer.alloc(0);
      const problem = `${this.path} holds the curves of a run and cannot be read (${message}).`;
      throw new StudioError('damaged_file', problem, { details: { file: this.path }, cause: error });
    }
  }
}

/** Whether a line without an end may be what a kill left of a point. */
function isBeginning(line: string): boolean {
  return line !== '' && line.startsWith('{"kind":'.slice(0, line.length));
}
