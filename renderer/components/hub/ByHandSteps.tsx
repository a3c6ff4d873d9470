import type { ByHand, HubKind } from '../../../app/contract/hub.ts';

interface ByHandStepsProps {
  readonly kind: HubKind;
  readonly byHand: ByHand | null;
}

/** What to bring on a stick where there is no network, and where to. */
export function ByHandSteps({ kind, byHand }: ByHandStepsProps) {
  if (!byHand) return null;
  const isModel = kind === 'models';
  return (
    <section className="by-hand" aria-label="Without a network">
      <h3>Without a network</h3>
      <ol>
        <li>
          On a computer that has one, open <span className="mono">{byHand.address}</span>
        </li>
        <li>
          Save {isModel ? <span className="mono">{byHand.files.join(', ')}</span> : byHand.files.join(', ')}{' '}
          in one folder.{isModel && ' What of these is not there is not needed.'}
        </li>
        <li>
          Bring the folder here on a stick, as it is or as a zip, and choose{' '}
          {isModel
            ? 'Import a folder or Import a zip in Settings, Models.'
            : 'its files, or the zip, with Open a file in Data.'}
        </li>
      </ol>
      <p className="tertiary">
        Behind a proxy, set HTTPS_PROXY before the studio starts; for a mirror, HF_ENDPOINT.
      </p>
    </section>
  );
}
