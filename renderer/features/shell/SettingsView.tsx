import { RotateCcw } from 'lucide-react';
import { type Settings, settingsSchema } from '../../../app/contract/workspace.ts';
import { Choice } from '../../components/Choice.tsx';
import { forgetShares } from '../../components/Divider.tsx';
import { toast } from '../../components/toast.tsx';
import { useSettings } from '../../stores/settings.ts';
import { AboutSection } from './AboutSection.tsx';
import { ComputerSection } from './ComputerSection.tsx';
import { DevicesSection } from './DevicesSection.tsx';
import { FoldersSection } from './FoldersSection.tsx';
import { ModelsSection } from './ModelsSection.tsx';
import './settings.css';

/** How the window looks, what computes, where things are kept, which models there are. */
export function SettingsView() {
  const { settings, change } = useSettings();
  const reset = async () => {
    const before: Settings = settings;
    await change(settingsSchema.parse({}));
    forgetShares();
    toast('All settings are as at first.', { undo: () => void change(before) });
  };
  return (
    <section className="pane" aria-label="Settings">
      <header className="bar">
        <h1>Settings</h1>
        <span className="grow" />
        <button type="button" className="button quiet small" onClick={() => void reset()}>
          <RotateCcw size={16} aria-hidden="true" />
          Put all back
        </button>
      </header>
      <div className="scroll">
        <div className="column settings">
          <section aria-labelledby="settings-look">
            <h2 id="settings-look">Look</h2>
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
                [100, '100\u202f%'],
                [112, '112\u202f%'],
                [125, '125\u202f%'],
                [150, '150\u202f%, projector'],
              ]}
              onChange={(textSize) => void change({ textSize })}
            />
          </section>
          <ModelsSection />
          <DevicesSection />
          <ComputerSection />
          <FoldersSection />
          <AboutSection />
        </div>
      </div>
    </section>
  );
}
