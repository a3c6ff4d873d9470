import { type Command, Option } from 'commander';
import {
  DEVICE_CHOICES,
  type DeviceChoice,
  INFERENCE_PRECISIONS,
  type InferencePrecision,
} from '../../app/devices.ts';

export interface DeviceOption {
  readonly device: DeviceChoice;
}

export interface PrecisionOption {
  readonly precision: InferencePrecision;
}

/** For commands that ask a model. Training has an argument of that name. */
export function addDeviceOption(command: Command): Command {
  return command.addOption(
    new Option('--device <device>', 'where to compute: `devices` lists them; auto is the fastest measured')
      .choices(DEVICE_CHOICES)
      .default('auto' satisfies DeviceChoice),
  );
}

/** For commands that ask a fine-tuned model. */
export function addPrecisionOption(command: Command): Command {
  return command.addOption(
    new Option('--precision <type>', 'int8 is faster on the processor and a little less exact')
      .choices(INFERENCE_PRECISIONS)
      .default('float32' satisfies InferencePrecision),
  );
}
