import { useAnswer } from '../../api/use-answer.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { download } from '../../components/download.ts';
import { showOverlay } from './overlays.ts';

/** What helps those who help, all of it to be read before it is saved. */
export function DiagnosticsSheet() {
  const { value, error } = useAnswer('studio.diagnostics', {});
  const save = ({ name, text }: { readonly name: string; readonly text: string }) =>
    download(name, `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`);
  return (
    <Dialog
      wide
      title="Diagnostics"
      open
      onClose={() => showOverlay(null)}
      actions={
        <button
          type="button"
          className="button primary"
          disabled={value === null}
          onClick={() => value && save(value)}
        >
          Save as a file
        </button>
      }
    >
      <p>
        For whoever helps you. It holds no texts, labels or names of your data, and goes nowhere by itself.
        Read it first.
      </p>
      {error && <p role="alert">{error.message}</p>}
      {value === null && !error && <p role="status">Looking at this computer …</p>}
      {value && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="diagnostics" aria-label="What would be saved" tabIndex={0}>
          <pre>{value.text}</pre>
        </section>
      )}
    </Dialog>
  );
}
