import { expect, test } from 'vitest';
import { DEVICE_KINDS, type DeviceKind } from '../../app/devices.ts';
import type { SpawnWorker } from '../workers/spawn.ts';
import { Devices } from './devices.ts';

/** Processes that try a device: what each attempt of a kind comes to. */
function processes(outcome: (kind: DeviceKind, attempt: number) => 'answers' | 'dies'): SpawnWorker {
  const attempts = new Map<DeviceKind, number>();
  return () => {
    let tell: (message: never) => void = () => {};
    let end: (how: string) => void = () => {};
    return {
      onMessage: (listener) => {
        tell = listener as typeof tell;
      },
      onExit: (listener) => {
        end = listener;
      },
      send: (question) => {
        const { kind } = question as { kind: DeviceKind };
        const attempt = (attempts.get(kind) ?? 0) + 1;
        attempts.set(kind, attempt);
        if (outcome(kind, attempt) === 'dies') return end('was ended by SIGKILL');
        const value = {
          kind,
          device: kind,
          name: kind,
          memoryBytes: 1,
          driver: null,
          trains: true,
          absent: null,
        };
        tell({ ok: true, value } as never);
      },
      disconnect: () => {},
      kill: () => {},
    };
  };
}

test('a device whose process died among the others is tried again alone', async () => {
  const devices = new Devices(
    processes((kind, attempt) => (kind === 'webgpu' && attempt === 1 ? 'dies' : 'answers')),
  );
  const list = await devices.list();
  expect(list.devices.map(({ kind }) => kind)).toEqual([...DEVICE_KINDS]);
  expect(list.devices.every(({ absent }) => absent === null)).toBe(true);
});

test('a device whose process dies twice is not here, and the driver is only a guess', async () => {
  const devices = new Devices(
    processes((kind) => (kind === 'cpu' || kind === 'webgpu' ? 'dies' : 'answers')),
  );
  const absences = (await devices.list()).devices.flatMap(({ kind, absent }) =>
    absent ? [{ kind, ...absent }] : [],
  );
  expect(absences.map(({ kind }) => kind)).toEqual(['cpu', 'webgpu']);
  for (const { reason } of absences) expect(reason).toContain('ended twice before it answered');
  expect(absences[0]!.remedy).not.toContain('driver');
  expect(absences[1]!.remedy).toContain('a newer driver may help');
});
