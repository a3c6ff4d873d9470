import { RefreshCw } from 'lucide-react';
import type { TrainingArguments } from '../../../app/training/arguments.ts';
import { placeWords } from '../../components/device-words.ts';
import { Failure } from '../../components/Failure.tsx';
import { EstimateFigures } from './EstimateFigures.tsx';
import { HowMeasured } from './HowMeasured.tsx';
import { RateChart } from './RateChart.tsx';
import type { Changed } from './recipe-form.ts';
import type { Probed } from './use-probe.ts';

interface EstimatePaneProps {
  readonly probed: Probed;
  readonly args: TrainingArguments;
  readonly preset: Partial<TrainingArguments>;
  /** The arguments are open, so their schedule is shown. */
  readonly withRate: boolean;
  /** A run is going, so nothing can be measured. */
  readonly isBusy: boolean;
  readonly onMeasure: () => void;
  /** Puts other arguments into the form, as they would be typed. */
  readonly onTake: (changes: Changed) => void;
}

/** What the run will take on this machine, measured before it starts; no figure without a measurement behind it. */
export function EstimatePane(props: EstimatePaneProps) {
  const { probed, args, preset, withRate, isBusy, onMeasure, onTake } = props;
  const { answer, state, error } = probed;
  const device = answer?.probe ? placeWords(answer.probe.device, answer.probe.threads) : '';
  return (
    <>
      <header className="bar">
        <h2>What it will take</h2>
        <span className="secondary">{device}</span>
        <span className="grow" />
        <button
          type="button"
          className="button small quiet"
          disabled={state === 'measuring' || isBusy}
          onClick={onMeasure}
        >
          <RefreshCw size={14} aria-hidden="true" />{' '}
          {state === 'measuring' ? 'Measuring' : answer?.probe ? 'Measure again' : 'Measure'}
        </button>
      </header>
      <div className="scroll estimate">
        {state === 'measuring' && (
          <p className="secondary" role="status">
            {answer?.probe
              ? 'Measuring again; below is what was measured before.'
              : 'Measuring, in the background: two steps to warm up, then five timed ones on real batches of this data.'}
          </p>
        )}
        {error && <Failure error={error} />}
        {answer?.probe ? (
          <EstimateFigures answer={{ ...answer, probe: answer.probe }} args={args} onTake={onTake} />
        ) : (
          <Unmeasured isBusy={isBusy} />
        )}
        {withRate && answer?.probe && <RateChart args={args} preset={preset} probe={answer.probe} />}
        {answer?.probe && <HowMeasured probe={answer.probe} />}
      </div>
    </>
  );
}

function Unmeasured({ isBusy }: { readonly isBusy: boolean }) {
  return (
    <>
      <section className="estimate-part">
        <p className="estimate-figure">
          <span className="blank open">time</span>
          <span>{isBusy ? 'measured when the run that is going has ended' : 'not measured yet'}</span>
        </p>
        <div className="stack unknown" />
      </section>
      <section className="estimate-part">
        <p className="estimate-figure">
          <span className="blank open">memory</span>
          <span>at the peak</span>
        </p>
        <div className="stack unknown" />
      </section>
    </>
  );
}
