import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../../app/contract/request.ts';
import type { Recipe, RunDetail, RunSummary, runRequests } from '../../../app/contract/runs.ts';
import { counted } from '../../../app/counted.ts';
import { StudioError } from '../../../app/errors.ts';
import { bestOf } from '../../../app/runs/best.ts';
import { type MetricPoint, withNewPoints } from '../../../app/runs/points.ts';
import { sparkOf } from '../../../app/runs/spark.ts';
import { makeFolder } from '../../storage/atomic.ts';
import { listCheckpoints } from '../../storage/checkpoints.ts';
import { readAbout, writeAbout } from '../../storage/run-about.ts';
import { findRuns, openRun, type RunFolder } from '../../storage/runs.ts';
import { jobOf } from '../recorded-run.ts';
import { planJob } from '../training-job.ts';
import type { StudioContext } from './context.ts';
import { CourseShelf } from './course-shelf.ts';
import { modelId, modelNamed } from './models.ts';
import { RunProcesses } from './run-processes.ts';

const LONGEST_ID = 60;

/** Lists, starts, describes and puts away runs. The runs belong to the studio, whatever its windows do. */
export class RunService {
  readonly processes: RunProcesses;
  readonly #context: StudioContext;
  readonly #courses = new CourseShelf();
  readonly #onStart: () => void;

  /** @param onStart called before a run is started, so that nothing else takes the processor from it. */
  constructor(context: StudioContext, onStart: () => void) {
    this.#context = context;
    this.processes = new RunProcesses(context);
    this.#onStart = onStart;
  }

  readonly handlers: Handlers<typeof runRequests> = {
    'runs.list': () => this.#list(),
    'runs.get': ({ id }) => this.#get(id),
    'runs.start': async ({ name, guess, ...recipe }) => {
      const id = await this.#freeId(name ?? `${recipe.dataset}-${recipe.model}`);
      const job = await this.plan(recipe, id);
      this.#onStart();
      const onStarted = () => writeAbout(job.folder, { name: name ?? null, guess: guess ?? null });
      return { id, queued: await this.processes.want({ id, name: name ?? id, job, onStarted }) };
    },
    'runs.steer': ({ id, command }) => {
      this.processes.steer(id, command);
      return null;
    },
    'runs.resume': async ({ id, device }) => {
      const run = await openRun(this.#folderOf(id));
      const job = { ...jobOf(run, 'last', device), name: id };
      this.#onStart();
      return {
        queued: await this.processes.want({ id, name: run.record.name, job, onStarted: async () => {} }),
      };
    },
    'runs.queue': () => this.processes.queue,
    'runs.unqueue': ({ id }) => {
      this.processes.unqueue(id);
      return null;
    },
    'runs.describe': async ({ id, name, note }) => {
      const { folder } = await openRun(this.#folderOf(id));
      await writeAbout(folder, {
        ...(name === undefined ? {} : { name }),
        ...(note === undefined ? {} : { note }),
      });
      this.#changed();
      return null;
    },
    'runs.delete': async ({ id }) => {
      if (this.processes.isKnown(id)) {
        throw new StudioError(
          'run_in_use',
          `"${id}" is being trained or waits for its turn. Cancel it first.`,
        );
      }
      await makeFolder(this.#trash());
      await this.#move(id, this.#folderOf(id), join(this.#trash(), id));
      return null;
    },
    'runs.restore': async ({ id }) => {
      await this.#move(id, join(this.#trash(), id), this.#folderOf(id));
      return null;
    },
  };

  /** The job of a recipe as a window names it. @throws StudioError as `planJob`. */
  async plan({ model, dataset, args }: Recipe, id: string) {
    const { model: path } = await modelNamed(model, this.#context.runsFolder);
    return (await planJob({ model: path, dataset, args, folder: this.#folderOf(id), name: id })).job;
  }

  async #list(): Promise<RunSummary[]> {
    const found = await findRuns(this.#context.runsFolder);
    return Promise.all(
      found.flatMap((item) =>
        'run' in item ? [this.#course(item.run).then((course) => this.#summary(item.run, course))] : [],
      ),
    );
  }

  async #get(id: string): Promise<RunDetail> {
    const run = await openRun(this.#folderOf(id));
    const course = await this.#course(run);
    return { ...(await this.#summary(run, course)), points: course.points };
  }

  async #course({ metrics, record }: RunFolder) {
    const { points, unreadable } = await this.#courses.read(metrics);
    const problem =
      unreadable === 0
        ? null
        : `${metrics.path} has ${counted(unreadable, 'line')} that cannot be read: damaged, or of a newer BERT Studio. The curves lack them; the file is left as it is.`;
    return { points: withNewPoints(points, this.processes.pointsOf(record.id)), problem };
  }

  async #summary(
    run: RunFolder,
    { points, problem }: { readonly points: readonly MetricPoint[]; readonly problem: string | null },
  ): Promise<RunSummary> {
    const { record, folder } = run;
    const { note, guess } = await readAbout(folder);
    const live = this.processes.liveOf(record.id);
    return {
      record,
      note,
      guess,
      spark: sparkOf(points, live?.maxSteps || record.progress.max_steps),
      best: bestOf(points, record.args),
      live,
      problem: this.processes.deathOf(record.id) ?? problem,
      checkpoints: await listCheckpoints(run.checkpointsFolder),
      model: await modelId(record.model, this.#context.runsFolder),
    };
  }

  #folderOf(id: string): string {
    return join(this.#context.runsFolder, id);
  }

  async #move(id: string, from: string, to: string): Promise<void> {
    await rename(from, to).catch((cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'ENOENT'
          ? `${from} is not there any more`
          : `${from} cannot become ${to} (${cause.code}). Close what has its files open, and see whether one is there already`;
      throw new StudioError('not_movable', `The run "${id}" stays where it is: ${why}.`, { cause });
    });
    this.#changed();
  }

  #trash(): string {
    return join(this.#context.runsFolder, '.trash');
  }

  async #freeId(wanted: string): Promise<string> {
    const stem =
      wanted
        .replaceAll(/[^\w.-]+/g, '-')
        .replace(/^[.-]+/, '')
        .slice(0, LONGEST_ID) || 'run';
    for (let number = 1; ; number++) {
      const id = `${stem}-${number}`;
      const taken = [this.#folderOf(id), join(this.#trash(), id)].some((path) => existsSync(path));
      if (!taken && !this.processes.isKnown(id)) return id;
    }
  }

  #changed(): void {
    this.#context.emit('runs.changed', null);
  }
}
