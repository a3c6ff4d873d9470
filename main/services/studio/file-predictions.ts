import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PredictedFile } from '../../../app/contract/inference.ts';
import type { DeviceChoice, InferencePrecision } from '../../../app/devices.ts';
import { StudioError } from '../../../app/errors.ts';
import { openModel } from '../../storage/models.ts';
import { inTemporaryFolder } from '../../storage/temporary-folder.ts';
import type { InferenceWorker } from '../../workers/inference-worker.ts';
import { predictedRow } from '../../workers/questions/predictions.ts';
import { headOf } from '../../workers/trained-head.ts';
import { type Answerer, predictFile } from '../predict-file.ts';
import type { Intake } from './intake.ts';
import type { NamedModel } from './models.ts';

/** Rows of the answer that a window shows at once. */
const SHOWN = 500;
/** Largest file of predictions that a window takes in one answer. */
const LARGEST_CSV = 64 * 2 ** 20;
const BATCH = 64;

/** How rows are computed. */
interface Computing {
  readonly device: DeviceChoice;
  readonly precision: InferencePrecision;
}

/** Files of rows, predicted by the process that answers questions, so that single questions come in between. */
export class FilePredictions {
  readonly #aborts = new Map<string, AbortController>();
  readonly #worker: InferenceWorker;
  readonly #intake: Intake;
  readonly #onRows: (job: string, rows: number) => void;

  constructor(worker: InferenceWorker, intake: Intake, onRows: (job: string, rows: number) => void) {
    this.#worker = worker;
    this.#intake = intake;
    this.#onRows = onRows;
  }

  /** @throws StudioError of `predictFile`, `file_too_large`; CancelledError after `cancel`. */
  async predict(named: NamedModel, handle: string, job: string, on: Computing): Promise<PredictedFile> {
    const abort = new AbortController();
    this.#aborts.set(job, abort);
    const shown = new ShownRows(this.#worker, named, on);
    try {
      return await inTemporaryFolder('predicted', async (folder) => {
        const output = join(folder, 'predicted.csv');
        const options = {
          file: this.#intake.pathOf(handle),
          output,
          overwrite: false,
          columns: {},
          batchSize: BATCH,
          ...on,
          signal: abort.signal,
          onRows: (done: number) => this.#onRows(job, done),
        };
        const { output: _, ...done } = await predictFile(named.model, options, (model) => shown.open(model));
        const csv = await readFile(output, 'utf8');
        if (csv.length > LARGEST_CSV) throw tooLarge(done.rows);
        return {
          ...done,
          model: named.model,
          device: shown.device,
          precision: on.precision,
          first: shown.rows,
          csv,
        };
      });
    } finally {
      this.#aborts.delete(job);
    }
  }

  /** Ends a job between two batches; nothing happens where there is none of that name. */
  cancel(job: string): null {
    this.#aborts.get(job)?.abort();
    return null;
  }
}

/** Answers through the worker, and keeps the first rows for the window. */
class ShownRows {
  readonly rows: PredictedFile['first'][number][] = [];
  device = '';
  readonly #worker: InferenceWorker;
  readonly #named: NamedModel;
  readonly #on: Computing;

  constructor(worker: InferenceWorker, named: NamedModel, on: Computing) {
    this.#worker = worker;
    this.#named = named;
    this.#on = on;
  }

  async open(model: string): Promise<Answerer> {
    const head = this.#named.untrained?.head ?? headOf(await openModel(model));
    return {
      head,
      predict: async (inputs) => {
        const { device, answers } = await this.#worker.ask('answers', {
          ...this.#named,
          model,
          inputs,
          ...this.#on,
        });
        this.device = device;
        for (const [i, answer] of answers.slice(0, SHOWN - this.rows.length).entries()) {
          const { text, textPair, words } = inputs[i]!;
          const whole = words?.join(' ') ?? text;
          this.rows.push({ text: whole, pair: textPair, answer: predictedRow(head, whole, answer) });
        }
        return [...answers];
      },
      dispose: async () => {},
    };
  }
}

function tooLarge(rows: number): StudioError {
  return new StudioError(
    'file_too_large',
    `${rows} rows were predicted, more than a window can hold. Use: npm start -- predict MODEL --file FILE --output OUT.csv`,
  );
}
