import { TriangleAlert } from 'lucide-react';
import type { TrainingArgumentName, TrainingArguments } from '../../../app/training/arguments.ts';
import type { Contradiction, Way } from '../../../app/training/remedies.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ArgumentRow } from './ArgumentRow.tsx';
import { type Changed, type CheckedForm, typedValue } from './recipe-form.ts';
import { FORM_ARGUMENTS, SECTIONS, THE_REST } from './sections.ts';

interface AdvancedArgumentsProps {
  readonly preset: Partial<TrainingArguments>;
  readonly changed: Changed;
  readonly form: CheckedForm;
  readonly isOpen: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onChange: (changed: Changed) => void;
}

/** Every TrainingArgument, made from the table that the command line reads too. */
export function AdvancedArguments({
  preset,
  changed,
  form,
  isOpen,
  onOpen,
  onChange,
}: AdvancedArgumentsProps) {
  const count = Object.keys(changed).length;
  const put = (name: TrainingArgumentName, value: string | undefined) => {
    const { [name]: _, ...rest } = changed;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  const take = ({ changes }: Way) =>
    onChange({
      ...changed,
      ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, typedValue(value)])),
    });
  const rows = (names: readonly TrainingArgumentName[]) =>
    names.map((name) => {
      const own = form.contradictions.filter((item) => lastShown(item, names) === name);
      const joined = form.contradictions.some((item) => item.names.includes(name));
      return (
        <div key={name} id={`argument-${name}`}>
          <ArgumentRow
            name={name}
            preset={preset[name]}
            typed={changed[name]}
            value={form.args[name]}
            problem={form.invalid[name] ?? null}
            isContradicting={joined}
            isJoined={joined && !own.some(({ names: [, second] }) => second === undefined)}
            onChange={(value) => put(name, value)}
          />
          {own.map((item) => (
            <ContradictionLine key={item.text} contradiction={item} onTake={take} />
          ))}
        </div>
      );
    });
  const restChanged = THE_REST.filter((name) => changed[name] !== undefined).length;
  return (
    <Disclosure
      title="TrainingArguments"
      detail={`${FORM_ARGUMENTS.length} settings, ${count === 0 ? 'all as the preset has them' : `${count} changed`}`}
      open={isOpen}
      onOpenChange={onOpen}
    >
      <div className="argument argument-heads" aria-hidden="true">
        <span />
        <span />
        <span>preset</span>
        <span>Hugging Face</span>
      </div>
      {SECTIONS.map(({ title, names }) => (
        <section key={title} className="argument-section" aria-label={title}>
          <h3>{title}</h3>
          <div>{rows(names)}</div>
        </section>
      ))}
      <section className="argument-section" aria-label="The rest">
        <h3>The rest</h3>
        <Disclosure
          title={`${THE_REST.length} more`}
          detail={restChanged === 0 ? 'as the preset has them' : `${restChanged} changed`}
          {...(restChanged > 0 ? { defaultOpen: true } : {})}
        >
          {rows(THE_REST)}
        </Disclosure>
      </section>
    </Disclosure>
  );
}

/** The last of its arguments in a section: the line stands under that. */
function lastShown(
  { names }: Contradiction,
  shown: readonly TrainingArgumentName[],
): TrainingArgumentName | undefined {
  return shown.findLast((name) => names.includes(name));
}

interface ContradictionLineProps {
  readonly contradiction: Contradiction;
  readonly onTake: (way: Way) => void;
}

function ContradictionLine({ contradiction: { text, ways }, onTake }: ContradictionLineProps) {
  return (
    <p className="argument-problem" role="alert">
      <TriangleAlert size={14} aria-hidden="true" />
      <span>
        {text}{' '}
        {ways.map((way, i) => (
          <span key={way.label}>
            {i > 0 && ' or '}
            <button type="button" className="link" onClick={() => onTake(way)}>
              {way.label}
            </button>
          </span>
        ))}
      </span>
    </p>
  );
}
