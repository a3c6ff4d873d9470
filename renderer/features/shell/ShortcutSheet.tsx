import { Dialog } from '../../components/Dialog.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { showOverlay, useOverlay } from './overlays.ts';
import { PLACES, SHORTCUTS } from './shortcut-table.ts';

/** Every shortcut on one sheet. */
export function ShortcutSheet() {
  const { shown } = useOverlay();
  return (
    <Dialog title="Shortcuts" open={shown === 'shortcuts'} onClose={() => showOverlay(null)}>
      <table className="shortcuts">
        <tbody>
          {[...SHORTCUTS, ...PLACES].map(({ keys, words }) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td>
                <Kbd keys={keys} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
