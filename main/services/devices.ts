import type { DeviceInfo, DeviceList } from '../../app/contract/devices.ts';
import { candidatesFor, type DeviceMeasurement } from '../../app/device-measurements.ts';
import { DEVICE_KINDS, type DeviceKind } from '../../app/devices.ts';
import { StudioError } from '../../app/errors.ts';
import { keepMeasurement, readMeasurements } from '../storage/device-measurements.ts';
import type { DeviceQuestion } from '../workers/device-process.ts';
import type { Trial } from '../workers/device-trial.ts';
import { askOnce } from '../workers/one-answer.ts';
import type { SpawnWorker } from '../workers/spawn.ts';

/** The devices of this computer, each tried and measured in a process of its own. */
export class Devices {
  readonly #spawn: SpawnWorker;
  #trials: Promise<readonly Trial[]> | null = null;

  constructor(spawn: SpawnWorker) {
    this.#spawn = spawn;
  }

  /** @param again does not take what was found before: a driver may have been installed meanwhile. */
  async list(again = false): Promise<DeviceList> {
    if (again || !this.#trials) this.#trials = this.#tryAll();
    const [trials, measurements] = await Promise.all([this.#trials, readMeasurements()]);
    const devices = trials.map((trial): DeviceInfo => {
      const measured = measurements.find(
        ({ kind, device }) => kind === trial.kind && device === trial.device,
      );
      return { ...trial, measured: measured ?? null };
    });
    const present = devices.flatMap(({ measured }) => measured ?? []);
    const [train] = candidatesFor('auto', 'train', present);
    const [infer] = candidatesFor('auto', 'infer', present);
    return { devices, auto: { train, infer } };
  }

  /** @throws StudioError `device_failed` where the device is absent or fails on the way. */
  async measure(kind: DeviceKind): Promise<DeviceMeasurement> {
    const measured = await this.#ask<DeviceMeasurement>({ kind, task: 'measure' });
    await keepMeasurement(measured);
    return measured;
  }

  /** All at once; one whose process died is tried again alone, for then it may only have lacked memory. */
  async #tryAll(): Promise<readonly Trial[]> {
    const first = await Promise.all(DEVICE_KINDS.map((kind) => this.#try(kind)));
    const trials: Trial[] = [];
    for (const [i, kind] of DEVICE_KINDS.entries())
      trials.push(first[i] ?? (await this.#try(kind)) ?? died(kind));
    return trials;
  }

  /** Null where the process that tried died. */
  async #try(kind: DeviceKind): Promise<Trial | null> {
    try {
      return await this.#ask<Trial>({ kind, task: 'try' });
    } catch (error) {
      if (error instanceof StudioError && error.code === 'worker_died') return null;
      return absent(kind, String(error instanceof Error ? error.message : error), LOOK_AGAIN);
    }
  }

  async #ask<Value>(question: DeviceQuestion): Promise<Value> {
    const entry = new URL('../workers/device-process.js', import.meta.url);
    const spawn: SpawnWorker = (path) => this.#spawn(path, { quiet: question.task === 'try' });
    return (await askOnce<Value>(spawn, entry, question).answer)!;
  }
}

const LOOK_AGAIN = 'Look again when less is going on here.';

function died(kind: DeviceKind): Trial {
  const reason = 'The process that tried it ended twice before it answered.';
  return kind === 'cpu'
    ? absent(kind, reason, LOOK_AGAIN)
    : absent(kind, reason, `${LOOK_AGAIN} If it stays so, a newer driver may help.`);
}

function absent(kind: DeviceKind, reason: string, remedy: string): Trial {
  const nothing = { device: null, name: null, memoryBytes: null, driver: null };
  return { kind, ...nothing, trains: kind !== 'cuda', absent: { reason, remedy } };
}
