import { describe, expect, it } from 'vitest';
import { candidatesFor, type DeviceMeasurement } from './device-measurements.ts';

const measured = (
  kind: DeviceMeasurement['kind'],
  trainTokensPerSecond: number | null,
  inferTokensPerSecond: number,
): DeviceMeasurement => ({ kind, device: kind, at: '', trainTokensPerSecond, inferTokensPerSecond });
const cpu = measured('cpu', 2000, 9000);

describe('what auto stands for', () => {
  it('is the processor while nothing is measured, or only another device', () => {
    expect(candidatesFor('auto', 'train', [])).toEqual(['cpu']);
    expect(candidatesFor('auto', 'train', [measured('webgpu', 9000, 9000)])).toEqual(['cpu']);
  });

  it('is the fastest measured for the use, the slower ones in reserve', () => {
    const measurements = [cpu, measured('webgpu', 20_000, 50_000), measured('cuda', null, 90_000)];
    expect(candidatesFor('auto', 'train', measurements)).toEqual(['webgpu', 'cpu']);
    expect(candidatesFor('auto', 'infer', measurements)).toEqual(['cuda', 'webgpu', 'cpu']);
  });

  it('is never a device that is slower than the processor', () => {
    expect(candidatesFor('auto', 'infer', [cpu, measured('webgpu', 1, 1)])).toEqual(['cpu']);
  });

  it('gives way to a device asked for by name, which has no reserve', () => {
    expect(candidatesFor('webgpu', 'train', [cpu])).toEqual(['webgpu']);
  });
});
