import { RefreshCw, TriangleAlert } from 'lucide-react';
import type { ProbeAnswer } from '../../../app/contract/probes.ts';
import type { TrainingArguments } from '../../../app/training/arguments.ts';
import { memoryParts } from '../../../app/training/estimate.ts';
import { placeWords } from '../../components/device-words.ts';
import { Failure } from '../../components/Failure.tsx';
import { clock } from '../../components/figures.ts';
import { gigabytes, megabytes, safeEstimate, seconds } from './estimate-words.ts';
import { HowMeasured } from './HowMeasured.tsx';
import { RateChart } from './RateChart.tsx';
import { Stack } from './Stack.tsx';
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
}

/** What the run will take on this machine, measured before it starts; no figure without a measurement behind it. */
export function EstimatePane({ probed, args, preset, withRate, isBusy, onMeasure }: EstimatePaneProps) {
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
          <Measured answer={{ ...answer, probe: answer.probe }} args={args} />
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

type MeasuredAnswer = ProbeAnswer & { readonly probe: NonNullable<ProbeAnswer['probe']> };

function Measured({ answer, args }: { readonly answer: MeasuredAnswer; readonly args: TrainingArguments }) {
  const { probe, freeBytes, totalBytes } = answer;
  const estimate = safeEstimate(args, probe);
  const memory = memoryParts(probe);
  const { peak } = probe.memory;
  const tooMuch = peak > freeBytes;
  const scale = Math.max(peak, totalBytes);
  return (
    <>
      {estimate && (
        <section className="estimate-part" aria-label="Time">
          <p className="estimate-figure">
            <b>{clock(estimate.seconds)}</b>
            <span>
              between {clock(estimate.low)} and {clock(estimate.high)}
            </span>
          </p>
          <Stack
            whole={estimate.seconds}
            parts={[
              [
                'training',
                `${estimate.plan.maxSteps.toLocaleString('en')} steps of ${seconds(estimate.step)}`,
                estimate.training,
                clock(estimate.training),
              ],
              [
                'judging',
                estimate.evaluations === 0
                  ? 'nothing is judged'
                  : `${probe.evaluation!.examples.toLocaleString('en')} rows, ${estimate.evaluations} times, ${seconds(estimate.evaluation)} each`,
                estimate.evaluations * estimate.evaluation,
                clock(estimate.evaluations * estimate.evaluation),
              ],
              [
                'saving',
                estimate.saves === 0
                  ? `nothing while save_strategy is ${args.save_strategy}`
                  : `${megabytes(estimate.checkpointBytes)}, ${estimate.saves} times`,
                estimate.saves * estimate.save,
                clock(estimate.saves * estimate.save),
              ],
            ]}
          />
        </section>
      )}
      <section className="estimate-part" aria-label="Memory">
        <p className={`estimate-figure${tooMuch ? ' bad' : ''}`}>
          <b>{gigabytes(peak)}</b>
          <span>
            of memory at the peak; the tick marks the {gigabytes(freeBytes)} of {gigabytes(totalBytes)} now
            free
          </span>
        </p>
        <Stack
          whole={scale}
          tick={freeBytes}
          parts={[
            [
              'weights and gradients',
              `${millions(probe.parameters)}, 4 bytes each, twice where they move`,
              memory.weights,
              megabytes(memory.weights),
            ],
            [
              'AdamW',
              'two averages for every weight that moves',
              memory.optimizer,
              megabytes(memory.optimizer),
            ],
            [
              'one batch',
              `${args.per_device_train_batch_size} rows, the longest ${probe.longest} tokens`,
              memory.batch,
              megabytes(memory.batch),
            ],
            ['the program', 'worker and data', memory.program, megabytes(memory.program)],
          ]}
        />
        {tooMuch && (
          <p className="argument-problem" role="alert">
            <TriangleAlert size={14} aria-hidden="true" />
            <span>
              More than is free: the system would have to swap, or end the run. Close other programs, take
              smaller batches or a smaller model.
            </span>
          </p>
        )}
      </section>
    </>
  );
}

function millions(count: number): string {
  return `${(count / 1e6).toFixed(1)} million`;
}
