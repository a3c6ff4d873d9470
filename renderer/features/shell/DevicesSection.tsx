import { Toolbar } from '@base-ui/react/toolbar';
import { Gauge, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { DeviceInfo, DeviceList } from '../../../app/contract/devices.ts';
import { DEVICE_CHOICES, type DeviceChoice } from '../../../app/devices.ts';
import { studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import { Select } from '../../components/Select.tsx';
import { day, timeOfDay } from '../../components/times.ts';
import { useSettings } from '../../stores/settings.ts';

const GIGABYTE = 2 ** 30;
const LABELS: Readonly<Record<DeviceChoice, string>> = {
  auto: 'The fastest measured',
  cpu: 'Processor (cpu)',
  webgpu: 'Graphics card (webgpu)',
  cuda: 'NVIDIA graphics card (cuda)',
  tfjs: 'TensorFlow.js (tfjs)',
};

/** What models can be trained and asked on, how fast each is, and why the others are not here. */
export function DevicesSection() {
  const [tries, setTries] = useState(0);
  const list = useAnswer('devices.list', { again: tries > 0 });
  const { settings, change } = useSettings();
  const [measuring, setMeasuring] = useState<DeviceChoice | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const devices = list.value?.devices ?? [];

  const measure = async () => {
    setFailure(null);
    try {
      for (const { kind } of devices.filter(isHere)) {
        setMeasuring(kind);
        await studio.invoke('devices.measure', { kind });
      }
    } catch (error) {
      setFailure(error as Error);
    }
    setMeasuring(null);
    setTries(0);
    list.again();
  };

  return (
    <section aria-labelledby="settings-devices">
      <h2 id="settings-devices">Devices</h2>
      {list.error && <Failure error={list.error} onRetry={list.again} />}
      {!list.value && !list.error && <p className="tertiary devices-awaited">Trying what can compute here</p>}
      {list.value && (
        <>
          <p className="devices-said">{sentenceOf(list.value)}</p>
          <ul className="devices">
            {devices.map((device) => (
              <Device key={device.kind} device={device} measuring={measuring === device.kind} />
            ))}
          </ul>
          <div className="settings-acts">
            <Toolbar.Root className="settings-acts" aria-label="Of the devices">
              <Toolbar.Button className="button" disabled={measuring !== null} onClick={() => void measure()}>
                <Gauge size={16} aria-hidden="true" />
                Measure
              </Toolbar.Button>
              <Toolbar.Button
                className="button quiet"
                disabled={measuring !== null}
                onClick={() => (tries > 0 ? list.again() : setTries(1))}
              >
                <RotateCcw size={16} aria-hidden="true" />
                Look again
              </Toolbar.Button>
            </Toolbar.Root>
            <span className="secondary" role="status">
              {measuring
                ? `Measuring ${LABELS[measuring]}`
                : 'Training and asking with a fixed job, up to half a minute for each.'}
            </span>
          </div>
          {failure && <Failure error={failure} />}
          <Select
            label="Models are asked on"
            value={settings.device}
            options={DEVICE_CHOICES.filter(
              (choice) => choice === settings.device || isChoice(choice, devices),
            ).map((value) => ({ value, label: LABELS[value] }))}
            onChange={(device) => void change({ device })}
          />
        </>
      )}
    </section>
  );
}

function Device({ device, measuring }: { readonly device: DeviceInfo; readonly measuring: boolean }) {
  const { kind, absent, measured, trains } = device;
  if (absent) {
    return (
      <li className="absent">
        <b>{LABELS[kind]}</b>
        <span className="secondary">
          Not here. {absent.reason} {absent.remedy}
        </span>
      </li>
    );
  }
  return (
    <li>
      <b>{device.name ?? LABELS[kind]}</b>
      <span className="secondary">{factsOf(device)}</span>
      <dl aria-busy={measuring}>
        <dt>training</dt>
        <dd>{trains ? <Speed tokens={measured?.trainTokensPerSecond} /> : 'no'}</dd>
        <dt>asking</dt>
        <dd>
          <Speed tokens={measured?.inferTokensPerSecond} />
        </dd>
      </dl>
    </li>
  );
}

function Speed({ tokens }: { readonly tokens: number | null | undefined }) {
  if (!tokens) return <span className="tertiary">not measured</span>;
  return (
    <>
      <b className="number">{Math.round(tokens).toLocaleString('en')}</b> tokens/s
    </>
  );
}

function factsOf({ device, memoryBytes, driver, measured }: DeviceInfo): string {
  const at = measured && new Date(measured.at);
  return [
    device,
    memoryBytes === null ? null : `${(memoryBytes / GIGABYTE).toFixed(1)} GB`,
    driver === null ? null : `driver ${driver}`,
    at && `measured on ${day(at)} at ${timeOfDay(at)}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function sentenceOf({ devices, auto }: DeviceList): string {
  const here = devices.filter(isHere);
  if (here.some(({ measured }) => measured === null)) {
    return 'Until all that is here is measured, the processor trains and answers.';
  }
  const name = (kind: DeviceInfo['kind']) => here.find((device) => device.kind === kind)?.device ?? kind;
  return auto.train === auto.infer
    ? `Fastest here at training and at answering: ${name(auto.train)}.`
    : `Fastest here: ${name(auto.train)} at training, ${name(auto.infer)} at answering.`;
}

function isHere({ absent }: DeviceInfo): boolean {
  return absent === null;
}

function isChoice(choice: DeviceChoice, devices: readonly DeviceInfo[]): boolean {
  return choice === 'auto' || devices.some((device) => device.kind === choice && isHere(device));
}
