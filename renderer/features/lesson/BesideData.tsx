import { useAnswer } from '../../api/use-answer.ts';
import { Failure } from '../../components/Failure.tsx';
import { BesideBar } from './BesideBar.tsx';
import { useMeaning } from './cells/lesson-run.ts';
import './cells/results.css';
import { TableHead } from '../../components/TableHead.tsx';

const ROWS = 40;

/** The first rows that are learnt from, and the way to all of them. */
export function BesideData({ dataset }: { readonly dataset: string }) {
  const meaning = useMeaning(dataset);
  const rows = useAnswer('datasets.rows', { id: dataset, start: 0, count: ROWS });
  const isLabelled = rows.value?.some(({ labels }) => labels.length > 0) ?? true;
  const view = useAnswer('datasets.view', { id: dataset });
  return (
    <>
      <BesideBar title="The examples being learnt" detail={dataset} />
      <div className="scroll beside-data">
        {rows.error && <Failure error={rows.error} onRetry={rows.again} />}
        <p className="hint">
          The first {rows.value?.length ?? ROWS} of{' '}
          {view.value ? view.value.total.toLocaleString('en') : 'the'} training rows.{' '}
          <a href={`#data?${new URLSearchParams({ dataset })}`}>Search and sort all of them in Data</a>
        </p>
        <table className="flips">
          <TableHead columns={isLabelled ? ['text', 'label'] : ['text']} />
          <tbody>
            {rows.value?.map(({ row, text, textPair, labels }) => (
              <tr key={row}>
                <th scope="row">
                  <span>{text}</span>
                  {textPair && <span>{textPair}</span>}
                </th>
                {isLabelled && <td className="gold">{labels.map(meaning).join(', ')}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
