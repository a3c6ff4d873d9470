import { createHash } from 'node:crypto';
import { cpus, freemem, totalmem } from 'node:os';
import type { ProbeAnswer, probeRequests } from '../../../app/contract/probes.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import type { Recipe } from '../../../app/contract/runs.ts';
import { StudioError } from '../../../app/errors.ts';
import type { Probe } from '../../../app/training/estimate.ts';
import { makeFolder } from '../../storage/atomic.ts';
import { readProbe, writeProbe } from '../../storage/probe-results.ts';
import { askOnce } from '../../workers/one-answer.ts';
import type { TrainingJob } from '../../workers/training-job.ts';
import type { StudioContext } from './context.ts';
import type { RunService } from './runs.ts';

/** Arguments that change what a step costs; all others only change how many there are. */
const SHAPE = [
  'per_device_train_batch_size',
  'per_device_eval_batch_size',
  'gradient_accumulation_steps',
  'gradient_checkpointing',
  'max_seq_length',
  'group_by_length',
  'train_sampling_strategy',
  'freeze_embeddings',
  'freeze_layers',
  'freeze_encoder',
  'device',
  'threads',
] as const;

const STOPPED = 'The measurement was stopped, because a run was started. Measure again when it has ended.';

/** Measures what runs would take, in a process of its own, and keeps the results by the recipe's shape. */
export class ProbeService {
  readonly #context: StudioContext;
  readonly #runs: () => RunService;
  #current: {
    readonly key: string;
    readonly answer: Promise<Probe | null>;
    cancel: () => void;
  } | null = null;

  constructor(context: StudioContext, runs: () => RunService) {
    this.#context = context;
    this.#runs = runs;
  }

  readonly handlers: Handlers<typeof probeRequests> = {
    'probes.get': async (recipe) => answerWith(await readProbe(keyOf(await this.#job(recipe)))),
    'probes.measure': async (recipe) => answerWith(await this.#measure(await this.#job(recipe))),
  };

  /** Ends a measurement that is going. */
  cancel(): void {
    this.#current?.cancel();
    this.#current = null;
  }

  #job(recipe: Recipe): Promise<TrainingJob> {
    return this.#runs().plan(recipe, '.probe');
  }

  /** The same recipe asked again joins the measurement that is going; another waits for it. */
  async #measure(job: TrainingJob): Promise<Probe> {
    const key = keyOf(job);
    while (this.#current && this.#current.key !== key) await this.#current.answer.catch(() => null);
    if (!this.#current) {
      if (this.#runs().processes.isTraining) {
        const message =
          'A run is going, and a measurement beside it would tell nothing. Measure when it has ended.';
        throw new StudioError('run_in_use', message);
      }
      await makeFolder(this.#context.runsFolder);
      const question = { job, folder: this.#context.runsFolder };
      const asked = askOnce<Probe>(
        this.#context.spawn,
        new URL('../../workers/probe-process.js', import.meta.url),
        question,
      );
      const current = { key, ...asked };
      this.#current = current;
      const done = () => {
        if (this.#current === current) this.#current = null;
      };
      asked.answer.then(done, done);
    }
    const probe = await this.#current.answer;
    if (probe === null) throw new StudioError('probe_stopped', STOPPED);
    await writeProbe(key, probe);
    return probe;
  }
}

function answerWith(probe: Probe | null): ProbeAnswer {
  return { probe, freeBytes: freemem(), totalBytes: totalmem() };
}

/** Another processor is another computer. */
function keyOf({ model, dataset, columns, validationShare, args }: TrainingJob): string {
  const shape = SHAPE.map((name) => args[name]);
  const computer = `${cpus()[0]?.model} ${cpus().length}`;
  const all = JSON.stringify([model, dataset, columns, validationShare, shape, computer]);
  return createHash('sha256').update(all).digest('hex').slice(0, 32);
}
