import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceInfo, DeviceList } from '../../app/contract/devices.ts';
import { StudioError } from '../../app/errors.ts';
import { SafetensorsFile } from '../../main/storage/safetensors.ts';
import { withWayOn } from '../../main/workers/lost-device.ts';
import { pointToSoftwareGpu } from '../support/software-gpu.ts';
import { studio, temporaryFolder } from './command-line.ts';
import { writeTinyTask } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const missing = pointToSoftwareGpu();

function listed(...args: string[]): DeviceList {
  const { code, out, err } = studio(folder, 'devices', '--json', ...args);
  expect(code, err).toBe(0);
  return JSON.parse(out);
}

function find({ devices }: DeviceList, kind: DeviceInfo['kind']): DeviceInfo {
  return devices.find((device) => device.kind === kind)!;
}

describe('devices', () => {
  it('lists one of each kind, the absent ones with reason and remedy', () => {
    const list = listed();
    expect(list.devices.map(({ kind }) => kind)).toEqual(['cpu', 'webgpu', 'cuda', 'tfjs']);
    expect(find(list, 'cpu')).toMatchObject({ device: 'cpu', trains: true, absent: null, measured: null });
    expect(find(list, 'cpu').memoryBytes).toBeGreaterThan(2 ** 28);
    for (const { absent } of list.devices.filter((device) => device.device === null)) {
      expect(absent!.reason).toMatch(/\.$/);
      expect(absent!.remedy).toMatch(/\.$/);
    }
  });

  it('measures a device with real work and remembers it', () => {
    const before = Date.now();
    const { measured } = find(listed('--measure', 'cpu'), 'cpu');
    expect(Date.parse(measured!.at)).toBeGreaterThanOrEqual(before);
    expect(measured!.trainTokensPerSecond).toBeGreaterThan(1);
    expect(measured!.inferTokensPerSecond).toBeGreaterThan(measured!.trainTokensPerSecond!);
    expect(find(listed(), 'cpu').measured).toEqual(measured);
  });

  it('refuses to train where nothing can, naming what there is', () => {
    const { code, err } = studio(folder, 'train', '--device', 'cuda');
    expect(code).toBe(2);
    expect(err).toMatch(/device.*auto.*cpu.*webgpu.*tfjs/s);
  });
});

describe('a device that fails in mid-run', () => {
  const failure = new StudioError('device_failed', 'webgpu:0 failed: the device was lost.');

  it('leaves the run at its last checkpoint and says how to go on elsewhere', () => {
    const told = withWayOn(failure, 'runs/a-1', ['checkpoint-10', 'checkpoint-20']) as StudioError;
    expect(told.code).toBe('device_lost');
    expect(told.message).toMatch(
      /the device was lost\.\nThe run is kept at checkpoint-20\..*runs resume runs\/a-1 --device cpu/s,
    );
  });

  it('says to start again where nothing was saved, and other errors are left as they are', () => {
    expect((withWayOn(failure, 'runs/a-1', []) as StudioError).message).toMatch(
      /start the run again.*--device cpu/,
    );
    const other = new Error('another');
    expect(withWayOn(other, 'runs/a-1', [])).toBe(other);
  });
});

describe.skipIf(missing)(`--device webgpu${missing ? `: ${missing}` : ''}`, () => {
  const runs = (...args: string[]) => {
    const { code, out, err } = studio(folder, ...args);
    expect(code, err).toBe(0);
    return out;
  };
  const weightsOf = async (run: string) => {
    const file = await SafetensorsFile.open(join(folder, run, 'checkpoints/checkpoint-6/model.safetensors'));
    try {
      return await file.read('bert.encoder.layer.1.output.dense.weight');
    } finally {
      await file.close();
    }
  };

  const recordOf = (run: string) => JSON.parse(readFileSync(join(folder, run, 'run.json'), 'utf8'));

  beforeAll(async () => {
    const task = await writeTinyTask(folder);
    const settings = ['--per_device_train_batch_size=4', '--eval_strategy=no', '--max_steps=6'];
    const train = ['train', ...task, ...settings, '--save_strategy=steps', '--save_steps=3', '--seed=5'];
    runs(...train, '--device', 'cpu', '--output_dir', 'whole');
    runs(...train, '--device', 'webgpu', '--output_dir', 'moved');
  });

  it('prints a tensor with the device it came from', () => {
    const printed = runs('encode', 'a good day', '--model', 'tiny', '--device', 'webgpu');
    expect(printed).toMatch(/device='webgpu:0'\)\n$/);
    const numbers = (text: string) => text.match(/-?\d+\.\d{4}/g)!.map(Number);
    const onCpu = numbers(runs('encode', 'a good day', '--model', 'tiny', '--device', 'cpu'));
    for (const [i, number] of numbers(printed).entries()) expect(number).toBeCloseTo(onCpu[i]!, 3);
  });

  it('trains, and a checkpoint made there is gone on with on the CPU to the same weights', async () => {
    expect(recordOf('moved')).toMatchObject({ device: 'webgpu:0', args: { device: 'webgpu' } });
    runs('runs', 'resume', 'moved', '--checkpoint', 'checkpoint-3', '--device', 'cpu');
    expect(recordOf('moved').device).toBe('cpu');
    const [whole, moved] = [await weightsOf('whole'), await weightsOf('moved')];
    for (const [i, weight] of moved.entries()) expect(Math.abs(weight - whole[i]!)).toBeLessThan(1e-5);
  });
});
