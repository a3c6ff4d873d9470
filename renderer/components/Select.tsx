import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { useId } from 'react';

interface SelectOption<Value extends string | number> {
  readonly value: Value;
  readonly label: string;
  /** A second, quieter line in the list. */
  readonly detail?: string;
  /** Options that follow one another under the same group share a heading. */
  readonly group?: string;
  readonly disabled?: boolean;
}

interface SelectProps<Value extends string | number> {
  readonly label: string;
  /** Null shows the placeholder. */
  readonly value: Value | null;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** Only assistive technology reads the label. */
  readonly hideLabel?: boolean;
  readonly placeholder?: string;
  /** 28 px high, for bars. */
  readonly small?: boolean;
  readonly mono?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of several in a list that opens. By keyboard: arrows, Home, End, and typing the first letters. */
export function Select<Value extends string | number>(props: SelectProps<Value>) {
  const { label, value, options, onChange, hideLabel, placeholder, small, mono, disabled, className } = props;
  const id = useId();
  const size = `${small ? ' small' : ''}${mono ? ' mono' : ''}`;
  return (
    <Base.Root
      items={[...options]}
      value={value}
      disabled={disabled}
      modal={false}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <div className={`labelled ${className ?? ''}`}>
        <span id={id} className={hideLabel ? 'only-read' : 'label'}>
          {label}
        </span>
        <Base.Trigger className={`field select${size}`} aria-labelledby={id}>
          {/* Said here, as the library takes an empty word for nothing chosen */}
          <Base.Value className="cut">
            {options.find((option) => option.value === value)?.label ?? placeholder ?? 'Choose'}
          </Base.Value>
          <ChevronDown size={16} aria-hidden="true" />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner className="layer" sideOffset={4} align="start" alignItemWithTrigger={false}>
          <Base.Popup className="popup">
            <Base.List className={`popup-list${mono ? ' mono' : ''}`} aria-labelledby={id}>
              {grouped(options).map(({ group, members }, i) => (
                <Base.Group key={i}>
                  {group && <Base.GroupLabel className="popup-heading">{group}</Base.GroupLabel>}
                  {members.map((option) => (
                    <Base.Item
                      key={option.value}
                      value={option.value}
                      disabled={option.disabled}
                      className="popup-item"
                    >
                      <Base.ItemIndicator className="popup-check">
                        <Check size={16} aria-hidden="true" />
                      </Base.ItemIndicator>
                      <Base.ItemText className="popup-words">{option.label}</Base.ItemText>
                      {option.detail && <small className="popup-detail">{option.detail}</small>}
                    </Base.Item>
                  ))}
                </Base.Group>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function grouped<Value extends string | number>(options: readonly SelectOption<Value>[]) {
  const groups: { group: string | undefined; members: SelectOption<Value>[] }[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last && last.group === option.group) last.members.push(option);
    else groups.push({ group: option.group, members: [option] });
  }
  return groups;
}
