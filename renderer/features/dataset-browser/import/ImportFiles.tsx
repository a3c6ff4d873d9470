import type { FilePreview } from '../../../../app/contract/datasets.ts';
import { bytes, count, percent } from '../../../components/figures.ts';
import { Select } from '../../../components/Select.tsx';
import { TableHead } from '../../../components/TableHead.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { type ImportPlan, type SplitName, usedFiles } from './import-plan.ts';

const SPLITS: readonly { value: SplitName; label: string; detail: string }[] = [
  { value: 'train', label: 'training', detail: 'learnt from' },
  { value: 'validation', label: 'validation', detail: 'judged on during training' },
  { value: 'test', label: 'test', detail: 'kept apart' },
  { value: 'unused', label: 'not used', detail: 'left out' },
];
const SHARES = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

interface ImportFilesProps {
  readonly preview: FilePreview;
  readonly plan: ImportPlan;
  readonly title: string;
  readonly onChange: (plan: Partial<ImportPlan>) => void;
}

/** What the dataset is called, and which of its rows training is judged on. */
export function ImportFiles({ preview, plan, title, onChange }: ImportFilesProps) {
  const { files, rows, isWhole } = preview;
  const heldOut = Math.round(plan.share * rows);
  const inShare = preview.labels.length > 0 ? ', with every label in its share' : '';
  return (
    <section className="import-part" aria-label="Rows">
      <h2>Rows</h2>
      <div className="import-fields">
        <TextField
          label="Name"
          maxLength={100}
          value={title}
          onChange={(name) => onChange({ title: name })}
        />
        {usedFiles(preview) === 1 && (
          <>
            <Select
              label="Set aside for validation"
              value={plan.share}
              options={SHARES.map((value) => ({ value, label: value === 0 ? 'none' : percent(value, 0) }))}
              onChange={(share) => onChange({ share })}
            />
            <TextField
              label="Seed"
              className="import-seed"
              inputMode="numeric"
              value={plan.seed}
              onChange={(seed) => onChange({ seed: Number(seed.replaceAll(/\D/g, '').slice(0, 9)) })}
            />
          </>
        )}
      </div>
      {files.length > 1 && <FileTable preview={preview} plan={plan} onChange={onChange} />}
      <p className="secondary">
        {usedFiles(preview) > 1
          ? `${splitWords(preview)}Test rows are kept apart: neither shown here nor used in training.`
          : isWhole
            ? `Training will learn from ${count(rows - heldOut)} rows and be judged on ${count(heldOut)} it never learns from${inShare}. The same seed gives the same rows.`
            : `Training will be judged on ${percent(plan.share, 0)} of the rows, which it never learns from${inShare}. The same seed gives the same rows.`}
      </p>
    </section>
  );
}

/** `training 3,668 rows, validation 408.` */
function splitWords({ files, isWhole }: FilePreview): string {
  const rows = new Map(files.map((file) => [file.split, file.rows]));
  const words = SPLITS.flatMap(({ value, label }) => {
    const found = rows.get(value);
    return value === 'unused' || found === undefined || found === null
      ? []
      : [`${label} ${count(found)} rows`];
  });
  return words.length === 0 || !isWhole ? '' : `${words.join(', ')}. `;
}

/** Which file holds which rows. */
function FileTable({ preview, plan, onChange }: Omit<ImportFilesProps, 'title'>) {
  return (
    <table className="import-files">
      <TableHead columns={['file', 'size', 'its rows are for']} />
      <tbody>
        {preview.files.map(({ handle, name, bytes: size, split }) => (
          <tr key={handle}>
            <th scope="row">{name}</th>
            <td className="number">{bytes(size)}</td>
            <td>
              <Select
                label={`Rows of ${name}`}
                hideLabel
                small
                value={plan.splits[handle] ?? split}
                options={SPLITS}
                onChange={(value) => onChange({ splits: { ...plan.splits, [handle]: value } })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
