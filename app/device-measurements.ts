import type { DeviceChoice, DeviceKind } from './devices.ts';

/** What a model is wanted for. */
export type DeviceUse = 'train' | 'infer';

/** How fast a device did the short fixed job. */
export interface DeviceMeasurement {
  readonly kind: DeviceKind;
  /** As PyTorch would say it: `webgpu:0`. */
  readonly device: string;
  /** ISO 8601. */
  readonly at: string;
  /** Real tokens a second of whole training steps; null where it does not train. */
  readonly trainTokensPerSecond: number | null;
  /** Real tokens a second of encoding. */
  readonly inferTokensPerSecond: number;
}

/**
 * What `auto` stands for: the fastest measured device for the use, in order of speed, the processor last of all where
 * nothing else is known of it.
 */
export function candidatesFor(
  choice: DeviceChoice,
  use: DeviceUse,
  measurements: readonly DeviceMeasurement[],
): readonly [DeviceKind, ...DeviceKind[]] {
  if (choice !== 'auto') return [choice];
  const speed = (measured: DeviceMeasurement) =>
    (use === 'train' ? measured.trainTokensPerSecond : measured.inferTokensPerSecond) ?? 0;
  const cpu = measurements.find(({ kind }) => kind === 'cpu');
  const faster = measurements
    .filter((measured) => measured.kind !== 'cpu' && cpu && speed(measured) > speed(cpu))
    .sort((a, b) => speed(b) - speed(a));
  const kinds = [...faster.map(({ kind }) => kind), 'cpu' as const];
  return kinds as [DeviceKind, ...DeviceKind[]];
}
