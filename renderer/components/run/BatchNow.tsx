import type { RunDetail } from '../../../app/contract/runs.ts';
import { Disclosure } from '../Disclosure.tsx';
import { placeWords } from '../device-words.ts';
import { percent } from '../figures.ts';
import './run.css';
import { TableHead } from '../TableHead.tsx';

const GIGABYTE = 2 ** 30;

/** What is being learnt from right now: the batch row by row, its padding, and what the process takes. */
export function BatchNow({ run }: { readonly run: RunDetail }) {
  const { live, points } = run;
  if (!live) return null;
  const steps = points.slice(-200).flatMap((point) => (point.kind === 'step' ? [point] : []));
  const recent = steps.slice(-20);
  const sum = (read: (step: (typeof steps)[number]) => number) => recent.reduce((all, s) => all + read(s), 0);
  const speed = sum(({ tokens }) => tokens) / sum(({ seconds }) => seconds);
  const padding = 1 - sum(({ tokens }) => tokens) / sum(({ padded_tokens }) => padded_tokens);
  const { batch } = live;
  const padded = batch ? batch.rows.length * batch.longest : 0;
  const real = batch ? batch.rows.reduce((all, { tokens }) => all + tokens, 0) : 0;
  return (
    <section className="batch-now" aria-label="Right now">
      <dl className="now-facts">
        <Fact
          name="speed"
          value={recent.length > 0 ? `${Math.round(speed).toLocaleString('en')} tokens/s` : '…'}
        />
        <Fact name="padding" value={recent.length > 0 ? percent(padding, 0) : '…'} />
        <Fact
          name="memory"
          value={live.memoryBytes ? `${(live.memoryBytes / GIGABYTE).toFixed(2)} GB` : '…'}
        />
        <Fact name="device" value={live.device ? placeWords(live.device, live.threads) : '…'} />
      </dl>
      {batch && (
        <Disclosure
          title="The batch at hand"
          detail={`step ${batch.step}: ${real} tokens, ${padded - real} of padding would fill the rows up`}
        >
          <table className="batch-rows">
            <caption className="only-read">Rows of the batch, as the model reads them</caption>
            <TableHead columns={['text', 'label', `tokens of ${batch.longest}`]} />
            <tbody>
              {batch.rows.map((row, i) => (
                <tr key={i}>
                  <td className="cut">{row.text}</td>
                  <td className="cut">{row.label}</td>
                  <td>
                    <span className="fill">
                      <i style={{ width: `${(row.tokens / batch.longest) * 100}%` }} />
                    </span>
                    {row.tokens}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="hint">
            Padding is left out of the computation; it is what a padded batch would spend on nothing.
            {batch.microBatches > 1 && ` This is the first of ${batch.microBatches} batches of the step.`}
          </p>
        </Disclosure>
      )}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
