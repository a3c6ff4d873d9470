import { type Command, Option } from 'commander';
import { DEVICE_CHOICES, type DeviceChoice } from '../../app/devices.ts';

export interface DeviceOption {
  readonly device: DeviceChoice;
}

/** For commands that ask a model. Training has an argument of that name. */
export function addDeviceOption(command: Command): Command {
  return command.addOption(
    new Option('--device <device>', 'where to compute: `devices` lists them; auto is the fastest measured')
      .choices(DEVICE_CHOICES)
      .default('auto' satisfies DeviceChoice),
  );
}
