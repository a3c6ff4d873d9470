import type { Predicted } from '../../../app/contract/inference.ts';
import type { ModelSummary } from '../../../app/contract/models.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Empty } from '../../components/Empty.tsx';
import { InsideModel } from './InsideModel.tsx';
import { FilledWords, Prediction, Side } from './Side.tsx';
import { TextFields } from './TextFields.tsx';
import { type Look, modelsFor, nameOf, type Picked, pickedOn, useTry } from './try-state.ts';
import { useSettled } from './use-settled.ts';

interface OneTextProps {
  readonly look: Exclude<Look, 'lines'>;
  readonly models: readonly ModelSummary[];
}

/** A text, two models' answers to it side by side, and what goes on inside the one on the right. */
export function OneText({ look, models }: OneTextProps) {
  const state = useTry();
  const text = state.texts[look];
  const usable = modelsFor(look, models);
  const left = pickedOn('left', state.left[look], usable);
  const right = pickedOn('right', state.right[look], usable);
  const [asked, askNow] = useSettled(JSON.stringify([text, look === 'classify' ? state.pair : '']));
  const [askedText, askedPair] = JSON.parse(asked) as [string, string];
  const input = { text: askedText, ...(askedPair.trim() === '' ? {} : { pair: askedPair }) };
  const answers = { left: useSideAnswer(look, left, input), right: useSideAnswer(look, right, input) };
  const pick = (side: 'left' | 'right') => (picked: Picked) =>
    useTry.setState((before) => ({ [side]: { ...before[side], [look]: picked } }));
  const modelOf = (picked: Picked) => usable.find(({ id }) => id === picked.model)!;
  const twoSides = look !== 'fill' || usable.length > 1;
  return (
    <div className="scroll">
      <TextFields
        look={look}
        text={text}
        pair={state.pair}
        onText={(value) => useTry.setState({ texts: { ...state.texts, [look]: value } })}
        onPair={(pair) => useTry.setState({ pair })}
        onAsk={askNow}
      />
      {left && right ? (
        <div className={`sides${twoSides ? '' : ' single'}`}>
          {twoSides && (
            <Side
              label="Left model"
              models={usable}
              picked={left}
              onPick={pick('left')}
              timed={answers.left.timed}
            >
              {answers.left.show(modelOf(left), null)}
            </Side>
          )}
          <Side
            label={twoSides ? 'Right model' : 'Model'}
            models={usable}
            picked={right}
            onPick={pick('right')}
            timed={answers.right.timed}
          >
            {answers.right.show(modelOf(right), twoSides ? answers.left.predicted : null)}
          </Side>
        </div>
      ) : (
        <NoModel look={look} />
      )}
      <InsideModel
        model={right ? nameOf(right) : 'bert-base-uncased'}
        title={right ? modelOf(right).title : 'BERT base, uncased'}
        input={input}
      />
    </div>
  );
}

/** What one side's model says, by whichever question the look asks. */
function useSideAnswer(
  look: OneTextProps['look'],
  picked: Picked | null,
  input: { readonly text: string; readonly pair?: string },
) {
  const isEmpty = input.text.trim() === '';
  const lacksBlank = look === 'fill' && !input.text.includes('[MASK]');
  const asks = picked !== null && !isEmpty && !lacksBlank;
  const model = picked ? nameOf(picked) : '';
  const predicted = useAnswer(
    'inference.predict',
    asks && look !== 'fill' ? { model, inputs: [input] } : null,
  );
  const filled = useAnswer(
    'inference.fillMask',
    asks && look === 'fill' ? { model, text: input.text, top: 8 } : null,
  );
  return {
    timed: !asks ? null : look === 'fill' ? filled.value : predicted.value,
    predicted: asks ? predicted.value : null,
    show: (summary: ModelSummary, against: Predicted | null) =>
      !asks ? (
        <p className="tertiary">
          {lacksBlank && !isEmpty ? 'Put [MASK] where the word to guess belongs.' : 'Nothing to read yet.'}
        </p>
      ) : look === 'fill' ? (
        <FilledWords answer={filled} />
      ) : (
        <Prediction model={summary} answer={predicted} against={against} />
      ),
  };
}

function NoModel({ look }: { readonly look: OneTextProps['look'] }) {
  const what = look === 'entities' ? 'finds names' : look === 'fill' ? 'fills blanks' : 'predicts labels';
  const dataset = look === 'entities' ? 'entities' : 'paraphrase';
  return (
    <div className="no-model">
      <Empty title={`No model here ${what} yet`} drawing="blank">
        <p>
          {look === 'fill'
            ? 'Import one with a masked-LM head, or use the built-in BERT base.'
            : 'A model learns that from examples. The built-in ones take about a minute on this computer.'}
        </p>
        <a className="button" href={look === 'fill' ? '#settings?at=models' : `#train?dataset=${dataset}`}>
          {look === 'fill' ? 'Import a model' : 'Train one'}
        </a>
      </Empty>
    </div>
  );
}
