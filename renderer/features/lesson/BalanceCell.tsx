import { useAnswer } from '../../api/use-answer.ts';
import { Cell, CellPart } from '../../components/Cell.tsx';
import { figure, percent } from '../../components/figures.ts';

const DATASETS = ['paraphrase', 'paraphrase-hard', 'reviews'] as const;

/** What always giving one answer scores on the sets that come with the studio. */
export function BalanceCell() {
  return (
    <Cell name="Always the same answer" state="counted from the training rows">
      <CellPart name="Result">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">data</th>
              <th scope="col">always</th>
              <th scope="col">accuracy</th>
              <th scope="col">F1</th>
            </tr>
          </thead>
          <tbody>
            {DATASETS.map((id) => (
              <BalanceRow key={id} id={id} />
            ))}
          </tbody>
        </table>
      </CellPart>
    </Cell>
  );
}

function BalanceRow({ id }: { readonly id: string }) {
  const { value, error } = useAnswer('datasets.view', { id });
  const majority = value?.majority;
  return (
    <tr>
      <th scope="row">
        <a href={`#data?${new URLSearchParams({ dataset: id })}`}>{id}</a>
      </th>
      <td>{error ? error.message : majority?.label}</td>
      <td>{majority && percent(majority.accuracy)}</td>
      <td>{majority && figure(majority.f1, 2)}</td>
    </tr>
  );
}
