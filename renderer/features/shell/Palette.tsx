import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Kbd } from '../../components/Kbd.tsx';
import { showOverlay, useOverlay } from './overlays.ts';
import { type Command, type CommandGroup, foundCommands, ownCommands } from './palette-commands.ts';

/** One field that finds views, sections and cells of lessons, datasets, runs, models and actions. */
export function Palette() {
  const { shown } = useOverlay();
  return (
    <Dialog.Root open={shown === 'palette'} onOpenChange={(open) => !open && showOverlay(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog palette" aria-label="Find anything">
          <PaletteList />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList() {
  const [own] = useState(ownCommands);
  const [found, setFound] = useState<readonly CommandGroup[]>([]);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    foundCommands().then(setFound, setError);
  }, []);
  const choose = (command: Command) => {
    showOverlay(null);
    command.run();
  };
  return (
    <Autocomplete.Root
      open
      inline
      items={[...own, ...found]}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={({ label, detail = '', also = '' }: Command) => `${label} ${detail} ${also}`}
    >
      <div className="palette-field">
        <Search size={16} aria-hidden="true" />
        <Autocomplete.Input
          aria-label="Search"
          placeholder="A view, a section, a cell, a run, something to do"
          spellCheck={false}
        />
        <Kbd keys="Esc" />
      </div>
      {error && (
        <p className="palette-note">Datasets, runs and models could not be listed. {error.message}</p>
      )}
      <Autocomplete.Empty>
        <p className="palette-note">Nothing here has that name. Rows of data are searched in Data.</p>
      </Autocomplete.Empty>
      <Autocomplete.List className="palette-list">
        {(group: CommandGroup) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="popup-heading">{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(command: Command) => (
                <Autocomplete.Item
                  key={`${command.label} ${command.detail}`}
                  value={command}
                  className="popup-item plain"
                  onClick={() => choose(command)}
                >
                  <span className="popup-words cut">{command.label}</span>
                  {command.detail && <span className="tertiary">{command.detail}</span>}
                  {command.keys && <Kbd keys={command.keys} />}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}
