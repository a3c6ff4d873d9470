import { useAnswer } from '../../../api/use-answer.ts';
import { Select } from '../../../components/Select.tsx';

export interface ModelChoiceProps {
  readonly model: string;
  readonly onChange: (model: string) => void;
  /** Only models that can fill a blank. */
  readonly fillsMasks?: boolean;
}

/** Which model answers the cell: the lesson's own, or any other that is here. */
export function ModelChoice({ model, onChange, fillsMasks = false }: ModelChoiceProps) {
  const models = useAnswer('models.list', {});
  const fitting = (models.value ?? []).filter((one) => !fillsMasks || one.fillsMasks);
  const options = fitting.map(({ id, weights, origin, title }) => {
    const name = origin === 'run' ? title : id;
    return { value: id, label: weights ? `${name}, ${weights}` : name };
  });
  const known = options.some(({ value }) => value === model);
  return (
    <Select
      label="Model of this cell"
      hideLabel
      small
      value={model}
      options={known ? options : [{ value: model, label: model }, ...options]}
      onChange={onChange}
    />
  );
}
