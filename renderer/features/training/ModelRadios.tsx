import { useId } from 'react';
import type { ModelSummary } from '../../../app/contract/models.ts';

interface ModelRadiosProps {
  readonly models: readonly ModelSummary[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** The models to start from; runs made here come after the embedded and imported ones. */
export function ModelRadios({ models, value, onChange }: ModelRadiosProps) {
  const name = useId();
  return (
    <div className="models" role="radiogroup" aria-label="Model">
      {models.map((model) => (
        <label key={model.id} className="model">
          <input type="radio" name={name} checked={model.id === value} onChange={() => onChange(model.id)} />
          <span>
            <b>{model.title}</b>
            <span className="secondary">
              {model.layers} layers, {model.hidden} wide
              {model.parameters ? `, ${(model.parameters / 1e6).toFixed(1)} M weights` : ''}
              {model.weights ? `, ${model.weights}` : ''}
            </span>
          </span>
        </label>
      ))}
    </div>
  );
}
