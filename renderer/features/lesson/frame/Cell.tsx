import { Toolbar } from '@base-ui/react/toolbar';
import { Code2, Columns2 } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { CELL_NAMES, type CellSettings } from '../../../../app/lessons/cells.ts';
import type { Said } from '../../../../app/lessons/said.ts';
import { useLesson } from '../../../stores/lesson.ts';
import { CellFailure } from './CellFailure.tsx';
import { useLessonContext } from './lesson-context.ts';
import { ModelChoice, type ModelChoiceProps } from './ModelChoice.tsx';
import { PythonCode } from './PythonCode.tsx';
import { Sentence } from './Sentence.tsx';
import { useDone } from './use-cell.ts';
import './cell.css';

interface CellProps {
  readonly settings: CellSettings;
  readonly beside: boolean;
  /** It has answered: the contents tick it off. */
  readonly done: boolean;
  /** Device, time: what is known of them. */
  readonly status: string;
  /** Where another model can be asked. */
  readonly model?: ModelChoiceProps;
  /** The same in Python; null where its settings are not complete yet. */
  readonly python: string | null;
  readonly children: ReactNode;
  /** For a learner who does not want to predict this time; undefined once that is no question. */
  readonly onWithoutGuess?: (() => void) | undefined;
  /** Further `Toolbar.Button`s, at the right of the footer. */
  readonly actions?: ReactNode;
}

/** The frame of everything in the lesson that runs: predict, change, result, takeaway, and what it is in Python. */
export function Cell(props: CellProps) {
  const { settings, beside, done, status, model, python, children, onWithoutGuess, actions } = props;
  const { id, kind } = settings;
  const { lesson } = useLessonContext();
  useDone(id, done);
  const [isPythonOpen, setPythonOpen] = useState(false);
  const title = useId();
  return (
    <section
      className="cell"
      aria-labelledby={title}
      // Before the control it is pressed in, which might take Enter for its own.
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        useLesson.getState().show(beside ? null : { kind: 'cell', lesson, cell: id });
      }}
    >
      <header>
        <h2 id={title}>{CELL_NAMES[kind]}</h2>
        <span className="grow" />
        {model && <ModelChoice {...model} />}
        <span className="cell-status">{status}</span>
      </header>
      {children}
      <Toolbar.Root className="cell-foot" aria-label={`Of ${CELL_NAMES[kind]}`}>
        <Toolbar.Button
          className="button small quiet"
          aria-expanded={isPythonOpen}
          onClick={() => setPythonOpen(!isPythonOpen)}
        >
          <Code2 size={16} aria-hidden="true" /> {isPythonOpen ? 'Hide the Python' : 'Show the Python'}
        </Toolbar.Button>
        {!beside && (
          <Toolbar.Button
            className="button small quiet"
            onClick={() => useLesson.getState().show({ kind: 'cell', lesson, cell: id })}
          >
            <Columns2 size={16} aria-hidden="true" /> Open beside
          </Toolbar.Button>
        )}
        <span className="grow" />
        {actions}
        {onWithoutGuess && (
          <Toolbar.Button className="button small quiet" onClick={onWithoutGuess}>
            Answer without a guess
          </Toolbar.Button>
        )}
      </Toolbar.Root>
      {isPythonOpen && <PythonCode code={python} />}
    </section>
  );
}

/** A row of a cell: what it is for at the left, the thing itself at the right. */
export function CellPart({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="cell-part">
      <span className="cell-what">{name}</span>
      <div className="cell-body">{children}</div>
    </div>
  );
}

/** `open`: not asked yet, so everything is dashed. `stale`: of an input that has been edited since. */
type Phase = 'open' | 'computing' | 'ready' | 'stale' | 'failed';

export function phaseOf(
  answer: { readonly state: 'waiting' | 'ready' | 'failed' },
  { asked, edited }: { readonly asked: boolean; readonly edited?: boolean },
): Phase {
  if (!asked) return 'open';
  if (answer.state === 'failed') return 'failed';
  if (answer.state === 'waiting') return 'computing';
  return edited ? 'stale' : 'ready';
}

interface ResultProps {
  readonly phase: Phase;
  readonly error?: Error | null;
  readonly onRetry?: () => void;
  /** Of the same height in every phase. */
  readonly children: ReactNode;
}

export function Result({ phase, error, onRetry, children }: ResultProps) {
  return (
    <div className="cell-part" data-phase={phase}>
      <span className="cell-what">
        Result
        {phase === 'computing' && <Elapsed />}
      </span>
      <div className="cell-body" aria-busy={phase === 'computing'}>
        {phase === 'failed' && error ? <CellFailure error={error} onRetry={onRetry} /> : children}
        {phase === 'stale' && <p className="hint">Of the text before your edit. Press Enter to ask again.</p>}
      </div>
    </div>
  );
}

/** A figure instead of a spinner. */
function Elapsed() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setSeconds((performance.now() - start) / 1000), 100);
    return () => clearInterval(timer);
  }, []);
  return seconds >= 0.3 ? <span className="elapsed">{seconds.toFixed(1)} s</span> : null;
}

interface TakeawayProps {
  readonly phase: Phase;
  /** Of what is shown; not looked at while the next result is computed, which the one before stays in sight for. */
  readonly said: Said | null;
}

export function Takeaway({ phase, said: now }: TakeawayProps) {
  const last = useRef<Said | null>(null);
  if (phase !== 'computing') last.current = now;
  const said = last.current;
  return (
    <div className="cell-part takeaway-part" data-phase={phase}>
      <span className="cell-what">Takeaway</span>
      <div className="cell-body" aria-live="polite">
        {phase === 'failed' ? (
          <p className="cell-wait">No result, so nothing to conclude.</p>
        ) : said ? (
          <p className="takeaway">
            <Sentence said={said} />
          </p>
        ) : (
          <p className="cell-wait">One sentence will stand here, written from the numbers.</p>
        )}
      </div>
    </div>
  );
}
