import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import type { TrainingArguments } from '../../app/training/arguments.ts';
import type { Checkpoint, CheckpointStore } from '../../app/training/checkpoint.ts';
import { stepOfCheckpoint } from '../../app/training/checkpoint.ts';
import type { TensorState } from '../../app/training/engine.ts';
import type { TrainerState } from '../../app/training/state.ts';
import { trainerStateFromJson, trainerStateToJson } from '../../app/training/state-file.ts';
import { makeFolder, TEMPORARY_PREFIX, writeFolderAtomic } from './atomic.ts';
import { namesIn } from './names-in.ts';
import { SafetensorsFile, writeSafetensors } from './safetensors.ts';

const WEIGHTS = 'model.safetensors';
const OPTIMIZER = 'optimizer.safetensors';
const STATE = 'trainer_state.json';
const ARGUMENTS = 'training_args.json';

const REPLACED_PREFIX = '.replaced-';
const REMOVING_PREFIX = '.removing-';
const DAMAGED_PREFIX = 'damaged-';

/** What goes into each checkpoint besides the run's state, so that Hugging Face opens it: config.json, tokenizer... */
export type ModelFiles = Readonly<Record<string, string | Uint8Array>>;

/**
 * Checkpoints as folders `checkpoint-<step>`. A folder of that name is complete at any moment: it is built under
 * another name and renamed, and it is renamed before it is deleted. Tensors are float32: with less a resume would
 * not be bit for bit.
 */
export class FolderCheckpoints implements CheckpointStore {
  readonly #folder: string;
  readonly #modelFiles: ModelFiles;

  constructor(folder: string, modelFiles: ModelFiles = {}) {
    this.#folder = folder;
    this.#modelFiles = modelFiles;
  }

  /** @throws StudioError `disk_full` or `unwritable`; earlier checkpoints are untouched and the message names the last. */
  async save(
    name: string,
    state: TrainerState,
    args: TrainingArguments,
    tensors: readonly TensorState[],
  ): Promise<void> {
    const path = join(this.#folder, name);
    const aside = join(this.#folder, REPLACED_PREFIX + name);
    await makeFolder(this.#folder);
    const replaces = await renameIfThere(path, aside);
    try {
      await writeFolderAtomic(path, (folder) => this.#write(folder, state, args, tensors));
    } catch (error) {
      if (replaces) await rename(aside, path);
      throw await this.#explain(name, error);
    }
    await rm(aside, { recursive: true, force: true });
  }

  async #write(
    folder: string,
    state: TrainerState,
    args: TrainingArguments,
    tensors: readonly TensorState[],
  ): Promise<void> {
    await writeSafetensors(
      join(folder, WEIGHTS),
      tensors.map(({ name, shape, value }) => ({ name, shape, data: value })),
    );
    await writeSafetensors(
      join(folder, OPTIMIZER),
      tensors.flatMap(({ name, shape, m, v }) => [
        ...(m === null ? [] : [{ name: `${name}.exp_avg`, shape, data: m }]),
        ...(v === null ? [] : [{ name: `${name}.exp_avg_sq`, shape, data: v }]),
      ]),
    );
    await writeFile(join(folder, STATE), json(trainerStateToJson(state)));
    await writeFile(join(folder, ARGUMENTS), json(args));
    for (const [name, content] of Object.entries(this.#modelFiles))
      await writeFile(join(folder, name), content);
  }

  async #explain(name: string, error: unknown): Promise<unknown> {
    if (!(error instanceof StudioError) || error.code !== 'disk_full') return error;
    const last = (await this.list()).at(-1);
    const kept =
      last === undefined
        ? 'There is no earlier checkpoint.'
        : `The last checkpoint, ${last}, is whole: free some space and resume from it.`;
    return new StudioError(
      'disk_full',
      `The disk is full: ${name} could not be saved in ${this.#folder}. ${kept}`,
      {
        details: { folder: this.#folder, checkpoint: name, last: last ?? null },
        cause: error,
      },
    );
  }

  /** @throws StudioError `no_such_checkpoint` or `bad_checkpoint`. */
  async load(name: string): Promise<Checkpoint> {
    const folder = join(this.#folder, name);
    if (!(await this.list()).includes(name)) {
      const there = (await this.list()).join(', ') || 'none';
      throw new StudioError(
        'no_such_checkpoint',
        `There is no ${name} in ${this.#folder}. Checkpoints there: ${there}.`,
        { details: { folder: this.#folder, checkpoint: name } },
      );
    }
    return {
      name,
      state: await readTrainerState(folder),
      args: (await readJson(join(folder, ARGUMENTS))) as TrainingArguments,
      tensors: () => loadTensors(folder),
    };
  }

  /**
   * The newest checkpoint that is whole, with its tensors read; null where there is none. Damaged ones are set aside
   * under another name.
   *
   * @param onDamaged is told of each, and its new name.
   */
  async newestWhole(onDamaged: (error: StudioError, aside: string) => void): Promise<Checkpoint | null> {
    for (const name of [...(await this.list())].reverse()) {
      try {
        const checkpoint = await this.load(name);
        const tensors = await checkpoint.tensors();
        return { ...checkpoint, tensors: async () => tensors };
      } catch (error) {
        if (!(error instanceof StudioError)) throw error;
        const aside = `${DAMAGED_PREFIX}${name}-${Date.now()}`;
        await rename(join(this.#folder, name), join(this.#folder, aside));
        onDamaged(error, aside);
      }
    }
    return null;
  }

  async list(): Promise<readonly string[]> {
    return listCheckpoints(this.#folder);
  }

  async remove(name: string): Promise<void> {
    const removing = join(this.#folder, REMOVING_PREFIX + name);
    await renameIfThere(join(this.#folder, name), removing);
    await rm(removing, { recursive: true, force: true });
  }
}

/** Names of the checkpoints in a folder, oldest first; none when there is no such folder yet. */
export async function listCheckpoints(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder))
    .filter((name) => stepOfCheckpoint(name) !== null)
    .sort((a, b) => stepOfCheckpoint(a)! - stepOfCheckpoint(b)!);
}

/** Tidies up after a process that was killed while it saved or removed. Only for the process that holds the run. */
export async function recoverCheckpoints(folder: string): Promise<void> {
  const complete = await listCheckpoints(folder);
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const original = name.startsWith(REPLACED_PREFIX) ? name.slice(REPLACED_PREFIX.length) : null;
    if (original !== null && !complete.includes(original)) {
      await rename(path, join(folder, original));
    } else if (
      [REPLACED_PREFIX, REMOVING_PREFIX, TEMPORARY_PREFIX].some((prefix) => name.startsWith(prefix))
    ) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** How far training was at a checkpoint. @throws StudioError `bad_checkpoint` naming the file. */
export async function readTrainerState(checkpoint: string): Promise<TrainerState> {
  const path = join(checkpoint, STATE);
  return trainerStateFromJson(await readJson(path), path);
}

async function loadTensors(folder: string): Promise<TensorState[]> {
  const weights = await SafetensorsFile.open(join(folder, WEIGHTS));
  const moments = await SafetensorsFile.open(join(folder, OPTIMIZER)).catch(async (error: unknown) => {
    await weights.close();
    throw error;
  });
  try {
    const moment = async (name: string) => (moments.tensors.has(name) ? moments.read(name) : null);
    const tensors: TensorState[] = [];
    for (const { name, shape } of weights.tensors.values()) {
      const value = await weights.read(name);
      tensors.push({
        name,
        shape,
        value,
        m: await moment(`${name}.exp_avg`),
        v: await moment(`${name}.exp_avg_sq`),
      });
    }
    return tensors;
  } finally {
    await weights.close();
    await moments.close();
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const message = `${file} cannot be read, so training cannot go on from it. Choose another checkpoint.`;
    throw new StudioError('bad_checkpoint', message, { details: { file }, cause });
  }
}

/** Whether there was something to rename. */
async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
