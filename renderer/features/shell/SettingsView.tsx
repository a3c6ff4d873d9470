import { useAnswer } from '../../api/use-answer.ts';
import { Choice } from '../../components/Choice.tsx';
import { Failure } from '../../components/Failure.tsx';
import { useSettings } from '../../stores/settings.ts';

const GIGABYTE = 2 ** 30;

export function SettingsView() {
  const { settings, change } = useSettings();
  const info = useAnswer('studio.info', {});
  return (
    <section className="pane" aria-label="Settings">
      <header className="bar">
        <h1>Settings</h1>
      </header>
      <div className="scroll">
        <div className="column form">
          <Choice
            label="Theme"
            value={settings.theme}
            options={[
              ['system', 'As the system'],
              ['light', 'Light'],
              ['dark', 'Dark'],
            ]}
            onChange={(theme) => void change({ theme })}
          />
          <Choice
            label="Text size"
            value={settings.textSize}
            options={[
              [100, '100 %'],
              [112, '112 %'],
              [125, '125 %'],
              [150, '150 %'],
            ]}
            onChange={(textSize) => void change({ textSize })}
          />
          {info.error && <Failure error={info.error} onRetry={info.again} />}
          {info.value && (
            <dl className="facts">
              <dt>Version</dt>
              <dd>{info.value.version}</dd>
              <dt>Processor</dt>
              <dd>
                {info.value.cpu}, {info.value.threads} threads
              </dd>
              <dt>Memory</dt>
              <dd>{(info.value.memoryBytes / GIGABYTE).toFixed(1)} GB</dd>
              <dt>Runs</dt>
              <dd className="mono">{info.value.folders.runs}</dd>
              <dt>Everything else of yours</dt>
              <dd className="mono">{info.value.folders.user}</dd>
            </dl>
          )}
        </div>
      </div>
    </section>
  );
}
