import { useState } from 'react';
import type { MadeResults } from '../../../app/contract/results.ts';
import { counted } from '../../../app/counted.ts';
import { studio } from '../../api/studio.ts';
import { Dialog } from '../Dialog.tsx';
import { Failure } from '../Failure.tsx';
import { bytes } from '../figures.ts';
import './results.css';

/** A button, and behind it what is in a learner's file and what is not, before it is saved. */
export function SaveResults({ quiet = false }: { readonly quiet?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={`button small${quiet ? ' quiet' : ''}`} onClick={() => setOpen(true)}>
        Save my results
      </button>
      {open && <ResultsDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function ResultsDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [made, setMade] = useState<MadeResults | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const make = async () => {
    setError(null);
    try {
      const given = name.trim();
      setMade(await studio.invoke('results.make', given ? { name: given } : {}));
    } catch (problem) {
      setError(problem as Error);
    }
  };
  return (
    <Dialog
      title="Save my results"
      open
      onClose={onClose}
      actions={
        made ? (
          <a className="button primary" href={`./download/${made.handle}`} download={made.name}>
            Save the file
          </a>
        ) : (
          <button type="button" className="button primary" onClick={() => void make()}>
            Gather them
          </button>
        )
      }
    >
      <div className="save-results">
        <p>
          One file for whoever teaches: your runs with settings and curves, your answers to the quiz, what you
          predicted, and this computer’s system, processor and memory. No texts, no labels, no notes. It goes
          nowhere by itself.
        </p>
        <label className="form-row">
          <span>Your name</span>
          <input
            className="field"
            maxLength={80}
            placeholder="leave it empty to stay anonymous"
            value={name}
            onChange={({ target }) => {
              setName(target.value);
              setMade(null);
            }}
          />
        </label>
        {made && <Contents made={made} />}
        {error && <Failure error={error} />}
      </div>
    </Dialog>
  );
}

function Contents({ made }: { readonly made: MadeResults }) {
  const { runs, runsLeftOut, questions, guesses, problems } = made;
  return (
    <div role="status">
      <p>
        <span className="mono">{made.name}</span>, {bytes(made.bytes)}: {counted(runs, 'run')}
        {runsLeftOut > 0 && ` (the newest; ${runsLeftOut} older left out)`}, {counted(questions, 'question')}{' '}
        answered, {counted(guesses, 'prediction')}.
      </p>
      {problems.length > 0 && (
        <>
          <p>Not in it, because it cannot be read:</p>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
