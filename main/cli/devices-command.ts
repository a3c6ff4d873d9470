import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import type { DeviceInfo, DeviceList } from '../../app/contract/devices.ts';
import { DEVICE_KINDS, type DeviceKind } from '../../app/devices.ts';
import { Devices } from '../services/devices.ts';
import { MEASURED_MODEL } from '../workers/measure-device.ts';
import { forkWorker } from '../workers/spawn.ts';
import { type JsonOption, print, printJson, table } from './output.ts';

interface DevicesOptions extends JsonOption {
  readonly measure?: DeviceKind | true;
}

export function addDevicesCommand(program: Command): void {
  program
    .command('devices')
    .description(
      'What models can be trained and asked on here: name, memory, driver, measured speed; or why not.',
    )
    .addOption(
      new Option(
        '--measure [device]',
        'measure a device with a short fixed job; all that are there without a name',
      ).choices(DEVICE_KINDS),
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  npm start -- devices --measure')
    .action(listDevices);
}

async function listDevices({ measure, json }: DevicesOptions): Promise<void> {
  const devices = new Devices(forkWorker);
  const { devices: found } = await devices.list();
  for (const { kind, absent } of found) {
    const asked = measure === kind || (measure === true && absent === null);
    if (!asked) continue;
    if (!json) process.stderr.write(`Measuring ${kind}: training and encoding with ${MEASURED_MODEL} ...\n`);
    await devices.measure(kind);
  }
  const list = await devices.list();
  if (json) printJson(list);
  else printDevices(list);
}

function printDevices({ devices, auto }: DeviceList): void {
  const there = devices.filter(({ absent }) => absent === null);
  print(
    table([
      ['device', 'as', 'name', 'memory', 'driver', 'training', 'asking'],
      ...there.map(({ kind, device, name, memoryBytes, driver, trains, measured }) => [
        kind,
        device ?? '',
        name ?? 'unknown',
        memoryBytes === null ? 'unknown' : `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`,
        driver ?? '',
        trains ? speed(measured?.trainTokensPerSecond) : 'no',
        speed(measured?.inferTokensPerSecond),
      ]),
    ]),
  );
  print(`\nauto: ${auto.train} to train, ${auto.infer} to ask.`);
  if (there.some(({ measured }) => measured === null)) print('What is not measured: devices --measure.');
  const absent = devices.filter((device): device is AbsentDevice => device.absent !== null);
  if (absent.length > 0) print('\nNot here:');
  for (const { kind, absent: why } of absent)
    print(`${styleText('bold', kind)}  ${why.reason} ${why.remedy}`);
}

type AbsentDevice = DeviceInfo & { readonly absent: NonNullable<DeviceInfo['absent']> };

function speed(tokensPerSecond: number | null | undefined): string {
  return tokensPerSecond ? `${Math.round(tokensPerSecond).toLocaleString('en')} tokens/s` : 'not measured';
}
