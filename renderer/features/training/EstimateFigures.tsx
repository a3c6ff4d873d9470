import { TriangleAlert } from 'lucide-react';
import type { ProbeAnswer } from '../../../app/contract/probes.ts';
import type { TrainingArguments } from '../../../app/training/arguments.ts';
import { memoryParts } from '../../../app/training/estimate.ts';
import { clock } from '../../components/figures.ts';
import { gigabytes, megabytes, safeEstimate, seconds } from './estimate-words.ts';
import type { Changed } from './recipe-form.ts';
import { Stack } from './Stack.tsx';

type MeasuredAnswer = ProbeAnswer & { readonly probe: NonNullable<ProbeAnswer['probe']> };

interface EstimateFiguresProps {
  readonly answer: MeasuredAnswer;
  readonly args: TrainingArguments;
  /** Puts other arguments into the form, as they would be typed. */
  readonly onTake: (changes: Changed) => void;
}

/** Time and memory of the run, each as a figure and as the parts it is made of. */
export function EstimateFigures({ answer, args, onTake }: EstimateFiguresProps) {
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
              `its longest row has ${probe.longest} tokens`,
              memory.batch,
              megabytes(memory.batch),
            ],
            ['the program', 'worker and data', memory.program, megabytes(memory.program)],
          ]}
        />
        {tooMuch && <TooMuch args={args} onTake={onTake} />}
      </section>
    </>
  );
}

/** Ways to the same recipe with less memory: nothing but time changes. */
function TooMuch({ args, onTake }: Pick<EstimateFiguresProps, 'args' | 'onTake'>) {
  const { per_device_train_batch_size: rows, gradient_accumulation_steps: times } = args;
  const half = rows / 2;
  return (
    <p className="argument-problem" role="alert">
      <TriangleAlert size={14} aria-hidden="true" />
      <span>
        More than is free: the system would have to swap, or end the run. Close other programs, take a smaller
        model
        {rows % 2 === 0 && (
          <>
            , or{' '}
            <button
              type="button"
              className="link"
              onClick={() =>
                onTake({
                  per_device_train_batch_size: String(half),
                  gradient_accumulation_steps: String(2 * times),
                })
              }
            >
              take {half} rows at a time and add up {2 * times} gradients a step
            </button>
          </>
        )}
        {!args.gradient_checkpointing && (
          <>
            , or{' '}
            <button type="button" className="link" onClick={() => onTake({ gradient_checkpointing: 'True' })}>
              compute layers again instead of keeping them
            </button>
          </>
        )}
        .
      </span>
    </p>
  );
}

function millions(count: number): string {
  return `${(count / 1e6).toFixed(1)} million`;
}
