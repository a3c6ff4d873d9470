import { FolderOpen, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { ModelSummary } from '../../../app/contract/models.ts';
import type { ProbeAnswer } from '../../../app/contract/probes.ts';
import type { TrainingArguments } from '../../../app/training/arguments.ts';
import { clock } from '../../components/figures.ts';
import { gigabytes, safeEstimate } from './estimate-words.ts';
import { OtherModelDialog } from './OtherModelDialog.tsx';

/** A model to start from. */
export interface StartModel {
  readonly id: string;
  readonly title: string;
  readonly words: string;
}

interface ModelRadiosProps {
  readonly models: readonly StartModel[];
  readonly known: Readonly<Record<string, ProbeAnswer>>;
  /** The chosen model is being measured. */
  readonly isMeasuring: boolean;
  readonly args: TrainingArguments;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** The models to start from, each with the time and the memory that were measured for it. */
export function ModelRadios({ models, known, isMeasuring, args, value, onChange }: ModelRadiosProps) {
  const name = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <div className="models" role="radiogroup" aria-label="Model">
        {models.map((model) => (
          <label key={model.id} className="model">
            <input
              type="radio"
              name={name}
              checked={model.id === value}
              onChange={() => onChange(model.id)}
            />
            <span className="model-words">
              <b className="cut">{model.title}</b>
              <span className="secondary">{model.words}</span>
            </span>
            <Figures
              answer={known[model.id] ?? null}
              args={args}
              isMeasuring={isMeasuring && model.id === value}
            />
          </label>
        ))}
      </div>
      <button type="button" className="button small quiet other-model" onClick={() => setOpen(true)}>
        <FolderOpen size={16} aria-hidden="true" /> Another model, or a checkpoint of a run
      </button>
      <OtherModelDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        onChoose={(id) => {
          onChange(id);
          setOpen(false);
        }}
      />
    </div>
  );
}

interface FiguresProps {
  readonly answer: ProbeAnswer | null;
  readonly args: TrainingArguments;
  readonly isMeasuring: boolean;
}

function Figures({ answer, args, isMeasuring }: FiguresProps) {
  const probe = answer?.probe;
  const estimate = probe ? safeEstimate(args, probe) : null;
  if (!answer || !probe || !estimate)
    return <span className="unmeasured">{isMeasuring ? 'measuring' : 'not measured yet'}</span>;
  const tooMuch = probe.memory.peak > answer.freeBytes;
  return (
    <>
      <span className="model-figure">
        <b>{clock(estimate.seconds)}</b>
        <span className="secondary">on this machine</span>
      </span>
      <span className={`model-figure${tooMuch ? ' bad' : ''}`}>
        <b>
          {tooMuch && <TriangleAlert size={12} aria-hidden="true" />} {gigabytes(probe.memory.peak)}
        </b>
        <span className="secondary">{tooMuch ? 'more than is free' : 'of memory'}</span>
      </span>
    </>
  );
}

export function startModel({
  id,
  title,
  origin,
  layers,
  parameters,
  weights,
  hidden,
}: ModelSummary): StartModel {
  const built = origin === 'embedded' ? `Built in${weights ? `, ${weights}` : ''}. ` : '';
  const size = parameters ? `${(parameters / 1e6).toFixed(1)} M weights, ` : '';
  return { id, title, words: `${built}${size}${layers} layers, ${hidden} wide` };
}
