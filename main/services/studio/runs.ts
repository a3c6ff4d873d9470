import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../../app/contract/request.ts';
import type { LiveRun, RunDetail, RunSummary, runRequests } from '../../../app/contract/runs.ts';
import type { TrainingEvent } from '../../../app/contract/training.ts';
import { StudioError } from '../../../app/errors.ts';
import { bestOf } from '../../../app/runs/best.ts';
import { courseOf } from '../../../app/runs/points.ts';
import { sparkOf } from '../../../app/runs/spark.ts';
import { receiveError } from '../../../app/transferred-error.ts';
import { findRuns, openRun, type RunFolder } from '../../storage/runs.ts';
import type { TrainingJob } from '../../workers/training-run.ts';
import { TrainingWorker } from '../../workers/training-worker.ts';
import { planJob } from '../training-job.ts';
import type { StudioContext } from './context.ts';

interface Going {
  readonly worker: TrainingWorker;
  live: LiveRun;
}

const MESSAGES_KEPT = 20;

/** Starts, follows and steers runs. Windows come and go; the runs belong to this service. */
export class RunService {
  private readonly context: StudioContext;
  private readonly going = new Map<string, Going>();

  constructor(context: StudioContext) {
    this.context = context;
  }

  readonly handlers: Handlers<typeof runRequests> = {
    'runs.list': () => this.list(),
    'runs.get': ({ id }) => this.get(id),
    'runs.start': async ({ name, ...recipe }) => {
      const id = await this.freeId(name ?? `${recipe.dataset}-${recipe.model}`.replaceAll(/[^\w.-]+/g, '-'));
      const { job } = await planJob({ ...recipe, folder: this.folderOf(id), name: id });
      await this.begin(job);
      return { id };
    },
    'runs.steer': ({ id, command }) => {
      this.goingOf(id).worker.steer(command);
      return null;
    },
    'runs.resume': async ({ id }) => {
      const { record, folder } = await openRun(this.folderOf(id));
      const { validation_share, ...columns } = record.dataset.options;
      await this.begin({
        name: id,
        folder,
        model: record.model,
        dataset: record.dataset.name,
        columns: columns as TrainingJob['columns'],
        validationShare: Number(validation_share),
        args: record.args,
        resume: 'last',
      });
      return null;
    },
    'runs.rename': async ({ id, name }) => {
      if (this.going.has(id))
        throw new StudioError('run_in_use', `"${id}" is being trained. Rename it when it has ended.`);
      await (await openRun(this.folderOf(id))).update({ name });
      this.changed();
      return null;
    },
    'runs.delete': async ({ id }) => {
      if (this.going.has(id)) {
        throw new StudioError('run_in_use', `"${id}" is being trained. Cancel it first.`);
      }
      await mkdir(this.trash(), { recursive: true });
      await rename(this.folderOf(id), join(this.trash(), id));
      this.changed();
      return null;
    },
    'runs.restore': async ({ id }) => {
      await rename(join(this.trash(), id), this.folderOf(id));
      this.changed();
      return null;
    },
  };

  /** Has every run save and stop, and waits for that. */
  async close(): Promise<void> {
    for (const { worker } of this.going.values()) worker.steer('stop-and-save');
    await Promise.all([...this.going.values()].map(({ worker }) => worker.ended));
  }

  get isTraining(): boolean {
    return this.going.size > 0;
  }

  /** Resolves once the run takes steps; rejects with what kept it from that. */
  private async begin(job: TrainingJob): Promise<void> {
    const [busy] = this.going.keys();
    if (busy !== undefined) {
      throw new StudioError('run_in_use', `"${busy}" is being trained. Wait for it, or stop it first.`);
    }
    const live: LiveRun = {
      activity: 'starting',
      step: 0,
      maxSteps: 0,
      epoch: 0,
      epochs: job.args.num_train_epochs,
      secondsLeft: null,
      evaluated: null,
      messages: [],
    };
    await new Promise<void>((resolve, reject) => {
      const worker = new TrainingWorker(this.context.spawn, job, (event) => {
        this.follow(job.name, event);
        if (event.type === 'started') resolve();
        if (event.type === 'failed') reject(receiveError(event.error));
      });
      this.going.set(job.name, { worker, live });
      void worker.ended.then(() => {
        this.going.delete(job.name);
        this.changed();
        resolve();
      });
    });
  }

  private follow(id: string, event: TrainingEvent): void {
    const going = this.going.get(id);
    if (going) going.live = afterEvent(going.live, event);
    this.context.emit('run.event', { id, event });
    if (event.type === 'started') this.changed();
  }

  private async list(): Promise<RunSummary[]> {
    const found = await findRuns(this.context.runsFolder);
    return Promise.all(found.flatMap((item) => ('run' in item ? [this.summary(item.run)] : [])));
  }

  private async get(id: string): Promise<RunDetail> {
    const run = await openRun(this.folderOf(id));
    const points = courseOf(await run.metrics.read());
    return { ...(await this.summary(run)), points };
  }

  private async summary(run: RunFolder): Promise<RunSummary> {
    const points = courseOf(await run.metrics.read());
    const { record } = run;
    return {
      record,
      spark: sparkOf(points),
      best: bestOf(points, record.args),
      live: this.going.get(record.id)?.live ?? null,
    };
  }

  private goingOf(id: string): Going {
    const going = this.going.get(id);
    if (going) return going;
    throw new StudioError(
      'not_running',
      `"${id}" is not being trained here, so it cannot be paused or stopped.`,
    );
  }

  private folderOf(id: string): string {
    return join(this.context.runsFolder, id);
  }

  private trash(): string {
    return join(this.context.runsFolder, '.trash');
  }

  private async freeId(wanted: string): Promise<string> {
    for (let number = 1; ; number++) {
      const id = `${wanted}-${number}`;
      const taken = [this.folderOf(id), join(this.trash(), id)].some((path) => existsSync(path));
      if (!taken && !this.going.has(id)) return id;
    }
  }

  private changed(): void {
    this.context.emit('runs.changed', null);
  }
}

function afterEvent(live: LiveRun, event: TrainingEvent): LiveRun {
  switch (event.type) {
    case 'started':
      return {
        ...live,
        activity: 'training',
        step: event.step,
        maxSteps: event.maxSteps,
        epochs: event.epochs,
      };
    case 'progress': {
      const last = event.points.findLast((point) => point.kind === 'step');
      const place = last ? { step: last.step, epoch: last.epoch } : {};
      return { ...live, ...place, activity: 'training', evaluated: null, secondsLeft: event.secondsLeft };
    }
    case 'evaluating':
      return { ...live, activity: 'evaluating', evaluated: { done: event.done, total: event.total } };
    case 'paused':
      return { ...live, activity: 'paused' };
    case 'resumed':
      return { ...live, activity: 'training' };
    case 'log':
      return {
        ...live,
        messages: [...live.messages, { level: event.level, message: event.message }].slice(-MESSAGES_KEPT),
      };
    case 'finished':
    case 'cancelled':
    case 'failed':
      return live;
  }
}
