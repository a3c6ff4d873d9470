import { Toolbar } from '@base-ui/react/toolbar';
import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import {
  hiddenRows,
  isCutShort,
  printedLines,
  tokensPython,
  tokensTakeaway,
} from '../../../../app/lessons/cells/tokens.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Blank } from '../../../components/Blank.tsx';
import { toast } from '../../../components/toast.tsx';
import { Ask } from '../frame/Ask.tsx';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { statusWords } from '../frame/status-words.ts';
import { TextInput } from '../frame/TextInput.tsx';
import { useCell } from '../frame/use-cell.ts';
import { useDraft } from '../frame/use-draft.ts';
import { useWarmModel } from '../frame/use-warm-model.ts';
import { TokenRows } from './TokenRows.tsx';
import './tokens.css';

interface TokensProps {
  readonly settings: SettingsOf<'tokens'>;
  readonly beside: boolean;
}

/** A sentence to tokens, each token to its row of `last_hidden_state`, printed as PyTorch prints it. */
export function TokensCell({ settings, beside }: TokensProps) {
  const { id } = settings;
  const initial = useMemo(
    () => ({ text: settings.text, model: settings.model, guess: '', answered: false, chosen: 1 }),
    [settings],
  );
  const { state, change } = useCell(id, initial);
  const { model, text, guess, answered } = state;
  const { draft, setDraft, edited } = useDraft(text);
  useWarmModel(model, 'reads a text', !answered);
  const encoded = useAnswer('inference.encode', answered ? { model, text } : null);
  const value = answered ? encoded.value : null;
  const phase = phaseOf(encoded, { asked: answered, edited: edited !== null });

  const lines = value ? printedLines(value.printed, value.tokens.length) : null;
  const chosen = Math.min(state.chosen, (value?.tokens.length ?? 1) - 1);
  const isCut = value !== null && isCutShort(text, value.tokens);
  const said =
    value && lines
      ? tokensTakeaway(
          {
            tokens: value.tokens.map(({ token }) => token),
            hidden: hiddenRows(lines, value.tokens.length),
            width: value.shape[2]!,
            isCut,
          },
          guess === '' ? null : Number(guess),
        )
      : null;
  const answer = () => change({ answered: true, ...(edited === null ? {} : { text: edited, chosen: 1 }) });
  /** A number said of the text before is no guess about this one. */
  const edit = (typed: string) => {
    if (answered && edited === null && typed.trim() !== text) change({ guess: '' });
    setDraft(typed);
  };
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={encoded.state === 'ready'}
      status={statusWords(value, !answered)}
      model={{ model, onChange: (chosen) => change({ model: chosen }) }}
      python={tokensPython(model, text, isCut)}
      actions={
        value && (
          <Toolbar.Button
            className="button small quiet"
            onClick={() =>
              void navigator.clipboard
                .writeText(value.printed)
                .then(() => toast('The printed tensor is on the clipboard.'))
            }
          >
            <Copy size={16} aria-hidden="true" /> Copy the tensor
          </Toolbar.Button>
        )
      }
    >
      <CellPart name="Predict">
        <Ask onAnswer={answer} action={null}>
          The model will see it as{' '}
          <Blank
            label="How many tokens"
            value={guess}
            number={{ digits: 4 }}
            onChange={(typed) => change({ guess: typed })}
          />{' '}
          tokens.
        </Ask>
      </CellPart>
      <CellPart name="Change">
        <TextInput label="Sentence" draft={draft} action="Encode" onDraft={edit} onSubmit={answer} />
      </CellPart>
      <Result phase={phase} error={encoded.error} onRetry={encoded.again}>
        {value && lines ? (
          <TokenRows
            tokens={value.tokens}
            lines={lines}
            shape={value.shape}
            device={value.device}
            values={value.values[chosen]!}
            chosen={chosen}
            onChoose={(token) => change({ chosen: token })}
          />
        ) : (
          <OpenRows />
        )}
      </Result>
      <Takeaway phase={phase} said={said} />
    </Cell>
  );
}

const OPEN_TOKENS = [48, 52, 30, 40, 40, 40, 30, 48];

function OpenRows() {
  return (
    <div className="token-rows open" aria-hidden="true">
      <p className="printed-head">
        <b>last_hidden_state</b>, one row a token
      </p>
      <div className="token-grid">
        <div className="token-column">
          {OPEN_TOKENS.map((width, i) => (
            <span key={i} className="slot" style={{ width: width * 1.4 }} />
          ))}
        </div>
        <span />
        <div className="printed-lines">
          {OPEN_TOKENS.slice(1).map((_, i) => (
            <span key={i} className="slot" style={{ width: '92%' }} />
          ))}
        </div>
      </div>
    </div>
  );
}
