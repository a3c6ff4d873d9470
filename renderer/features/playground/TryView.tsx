import { useId, useState } from 'react';
import type { ModelSummary } from '../../../app/contract/models.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { AttentionMap } from '../../components/AttentionMap.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Failure } from '../../components/Failure.tsx';
import { Select } from '../../components/Select.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { FilledWords } from './FilledWords.tsx';
import { Predictions } from './Predictions.tsx';
import './try.css';

type Look = 'predict' | 'fill' | 'attention';
const EXAMPLE = 'The lake froze over in one night.';
const EXAMPLE_PAIR = 'Overnight, ice covered the lake.';

/** Any model or run, any sentence or pair: predictions, words for a blank, attention. */
export function TryView() {
  const { purpose } = useNavigation();
  const models = useAnswer('models.list', {});
  const [chosen, setChosen] = useState<string | null>(purpose.model ?? null);
  const [look, setLook] = useState<Look>('predict');
  const [text, setText] = useState(EXAMPLE);
  const [pair, setPair] = useState(EXAMPLE_PAIR);
  const [asked, setAsked] = useState<{ text: string; pair: string } | null>(null);
  const ids = { text: useId(), pair: useId() };
  const list = models.value ?? [];
  const usable = list.filter((model) => look !== 'predict' || model.head !== null);
  const model = usable.find(({ id }) => id === chosen) ?? defaultModel(usable, look);
  const pairOf = (value: string) => (value.trim() === '' ? {} : { pair: value });
  return (
    <section className="pane" aria-label="Try">
      <header className="bar">
        <h1>Try</h1>
        <Choice
          label="What to see"
          hideLabel
          value={look}
          options={[
            ['predict', 'Its prediction'],
            ['fill', 'Fill a blank'],
            ['attention', 'Attention'],
          ]}
          onChange={(next) => {
            setLook(next);
            setAsked(null);
            if (next === 'fill') setText('The lake [MASK] over in one night.');
          }}
        />
      </header>
      <div className="scroll">
        <form
          className="column form"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked({ text, pair: look === 'fill' ? '' : pair });
          }}
        >
          <Select
            label="Model"
            value={model?.id ?? null}
            options={usable.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={setChosen}
          />
          {look === 'predict' && models.value && usable.length === 0 && (
            <p className="secondary">
              No model here predicts labels yet. <a href="#train">Train one</a>: it takes about a minute.
            </p>
          )}
          <div className="form-row try-text">
            <label htmlFor={ids.text}>Text</label>
            <textarea
              id={ids.text}
              className="field"
              rows={2}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </div>
          {look !== 'fill' && (
            <div className="form-row try-text">
              <label htmlFor={ids.pair}>Second text</label>
              <textarea
                id={ids.pair}
                className="field"
                rows={2}
                value={pair}
                onChange={({ target }) => setPair(target.value)}
              />
            </div>
          )}
          <div>
            <button type="submit" className="button primary" disabled={!model || text.trim() === ''}>
              Ask
            </button>
          </div>
          {models.error && <Failure error={models.error} onRetry={models.again} />}
          {asked && model && (
            <div className="try-answer" aria-live="polite">
              {look === 'predict' && (
                <Predictions model={model.id} input={{ text: asked.text, ...pairOf(asked.pair) }} />
              )}
              {look === 'fill' && <FilledWords model={model.id} text={asked.text} />}
              {look === 'attention' && (
                <AttentionMap model={model.id} text={asked.text} {...pairOf(asked.pair)} />
              )}
            </div>
          )}
        </form>
      </div>
    </section>
  );
}

function defaultModel(models: readonly ModelSummary[], look: Look): ModelSummary | undefined {
  return (look === 'predict' ? undefined : models.find(({ id }) => id === 'bert-base-uncased')) ?? models[0];
}
