import { z } from 'zod';
import type { DeviceMeasurement } from '../device-measurements.ts';
import { type Absence, DEVICE_KINDS, type DeviceKind } from '../devices.ts';
import { request } from './request.ts';

/** A device, there or absent. */
export interface DeviceInfo {
  readonly kind: DeviceKind;
  /** As PyTorch would say it, e.g. `webgpu:0`; null where it is absent. */
  readonly device: string | null;
  /** What the computer calls it, e.g. `NVIDIA GeForce RTX 4060`; null where it does not say. */
  readonly name: string | null;
  readonly memoryBytes: number | null;
  readonly driver: string | null;
  /** Whether models can be trained on it, not only asked. */
  readonly trains: boolean;
  readonly absent: Absence | null;
  readonly measured: DeviceMeasurement | null;
}

export interface DeviceList {
  /** One of each kind, in the order of DEVICE_KINDS. */
  readonly devices: readonly DeviceInfo[];
  /** What `auto` stands for now. */
  readonly auto: { readonly train: DeviceKind; readonly infer: DeviceKind };
}

export const deviceRequests = {
  /** Tries every device in a process of its own, which takes a second or two; `again` does not take what is remembered. */
  'devices.list': request<DeviceList>()(z.strictObject({ again: z.boolean().default(false) })),
  /** The short fixed job on one device, half a minute at most; never beside a run. */
  'devices.measure': request<DeviceList>()(z.strictObject({ kind: z.enum(DEVICE_KINDS) })),
};
