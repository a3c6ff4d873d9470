import { useState } from 'react';
import { Choice } from '../../components/Choice.tsx';
import { Attention } from './attention/Attention.tsx';
import { Tokens } from './Tokens.tsx';

export interface InsideProps {
  /** As requests name it. */
  readonly model: string;
  readonly title: string;
  readonly input: { readonly text: string; readonly pair?: string };
}

/** What goes on inside a model while it reads the text. */
export function InsideModel(props: InsideProps) {
  const [look, setLook] = useState<'attention' | 'tokens'>('attention');
  if (props.input.text.trim() === '') return null;
  return (
    <section className="inside" aria-label="Inside the model">
      <header>
        <Choice
          label="What to see inside"
          hideLabel
          value={look}
          options={[
            ['attention', 'Attention'],
            ['tokens', 'Tokens'],
          ]}
          onChange={setLook}
        />
        <span className="secondary">in {props.title}</span>
      </header>
      {look === 'attention' ? <Attention {...props} /> : <Tokens {...props} />}
    </section>
  );
}
