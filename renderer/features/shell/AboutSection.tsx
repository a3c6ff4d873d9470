import { useAnswer } from '../../api/use-answer.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { showOverlay } from './overlays.ts';

/** Version, shortcuts and licences. */
export function AboutSection() {
  const info = useAnswer('studio.info', {});
  const licences = useAnswer('studio.licences', {});
  return (
    <section aria-labelledby="settings-about">
      <h2 id="settings-about">About</h2>
      <p className="secondary">
        BERT Studio {info.value?.version}, Apache-2.0. It needs no network and sends nothing anywhere.
      </p>
      <div className="settings-acts">
        <button type="button" className="button small" onClick={() => showOverlay('shortcuts')}>
          All shortcuts <Kbd keys="?" />
        </button>
        <button type="button" className="button small" onClick={() => showOverlay('diagnostics')}>
          Diagnostics…
        </button>
      </div>
      <Disclosure title="Licences" detail="of the program, the models and the data that come with it">
        {licences.error && <p>{licences.error.message}</p>}
        {licences.value && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <section className="licences" aria-label="Texts of the licences" tabIndex={0}>
            <pre>{licences.value.notice}</pre>
            <pre>{licences.value.licence}</pre>
          </section>
        )}
      </Disclosure>
    </section>
  );
}
