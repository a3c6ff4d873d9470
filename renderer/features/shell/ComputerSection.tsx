import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';

const GIGABYTE = 2 ** 30;

/** What computes here. */
export function ComputerSection() {
  const info = useAnswer('studio.info', {});
  return (
    <section aria-labelledby="settings-computer">
      <h2 id="settings-computer">This computer</h2>
      {info.error && <Failure error={info.error} onRetry={info.again} />}
      {!info.value && !info.error && <div className="facts-awaited" />}
      {info.value && (
        <dl className="facts">
          <dt>Processor</dt>
          <dd>
            {info.value.cpu}, {info.value.threads} threads
          </dd>
          <dt>Memory</dt>
          <dd>{(info.value.memoryBytes / GIGABYTE).toFixed(1)} GB</dd>
        </dl>
      )}
    </section>
  );
}
