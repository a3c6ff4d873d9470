import type { FormEvent } from 'react';
import type { HubLook } from '../../../app/contract/hub.ts';
import { useHub } from '../../stores/hub.ts';
import { Failure } from '../Failure.tsx';
import { bytes } from '../figures.ts';
import { Select } from '../Select.tsx';
import { TableHead } from '../TableHead.tsx';
import { TextField } from '../TextField.tsx';
import { ByHandSteps } from './ByHandSteps.tsx';
import { byHandOf, roomWords, type Wanted } from './wanted.ts';

interface HubQuestionProps {
  readonly wanted: Wanted;
  readonly look: HubLook | null;
  readonly looking: boolean;
  readonly error: Error | null;
  readonly onChange: (next: Partial<Wanted>) => void;
  readonly onAsk: () => void;
}

/** Which repository, and what of it would be fetched. Nothing is until a person says so. */
export function HubQuestion({ wanted, look, looking, error, onChange, onAsk }: HubQuestionProps) {
  const isModel = wanted.kind === 'models';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted.id.trim() !== '') onAsk();
  };
  return (
    <div className="hub">
      <form className="hub-fields" onSubmit={submit}>
        <TextField
          label="Name on the Hub"
          mono
          grow
          autoComplete="off"
          maxLength={200}
          placeholder={isModel ? 'google-bert/bert-base-uncased' : 'nyu-mll/glue'}
          value={wanted.id}
          onChange={(id) => onChange({ id })}
        />
        <TextField
          label="Revision"
          mono
          maxLength={200}
          value={wanted.revision}
          onChange={(revision) => onChange({ revision })}
        />
        <button type="submit" className="button" disabled={looking || wanted.id.trim() === ''}>
          {looking ? 'Looking' : 'Look'}
        </button>
      </form>
      <FromWhere />
      {error && <Failure error={error} />}
      <ByHandSteps kind={wanted.kind} byHand={byHandOf(error)} />
      {look && look.configurations.length > 1 && (
        <Select
          label="Configuration"
          value={wanted.configuration}
          options={look.configurations.map((value) => ({ value, label: value }))}
          onChange={(configuration) => onChange({ configuration })}
        />
      )}
      {look && look.files.length > 0 && (
        <>
          <Files look={look} />
          <p className={look.room.free < look.room.needed ? 'hub-problem' : 'secondary'} role="status">
            {roomWords(look)}
          </p>
          {isModel && (
            <TextField
              label="Name here"
              spellCheck={false}
              maxLength={100}
              placeholder={look.id.split('/').at(-1)}
              value={wanted.name}
              onChange={(name) => onChange({ name })}
            />
          )}
        </>
      )}
    </div>
  );
}

/** The server, as the environment of the program says it. */
function FromWhere() {
  const place = useHub((state) => state.place);
  if (!place) return null;
  return (
    <p className="tertiary">
      From <span className="mono">{place.endpoint}</span>
      {place.proxy === null ? ', through no proxy' : `, through the proxy ${place.proxy}`}
      {place.hasToken ? ', with your token' : ''}. <code>HF_ENDPOINT</code>, <code>HTTPS_PROXY</code> and{' '}
      <code>HF_TOKEN</code> change that, as for Hugging Face’s own tools. Nothing is sent but the question.
    </p>
  );
}

function Files({ look }: { readonly look: HubLook }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="hub-files" aria-label="Files" tabIndex={0}>
      <table>
        <TableHead columns={[look.id, 'size', 'here from before']} />
        <tbody>
          {look.files.map(({ path, bytes: size, here }) => (
            <tr key={path}>
              <td className="mono">{path}</td>
              <td className="number">{bytes(size)}</td>
              <td className="number">{here === 0 ? 'nothing' : here === size ? 'all' : bytes(here)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
