import type { FilePreview } from '../../../../app/contract/datasets.ts';
import { fileLabelOf } from '../../../../app/data/label-names.ts';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { LabelNames, type Names } from '../LabelNames.tsx';

/** More labels than this are left as they are. */
const MOST_LABELS = 40;

interface ImportLabelsProps {
  /** Of the labels as the file has them. */
  readonly preview: FilePreview;
  readonly names: Names;
  readonly onChange: (names: Names) => void;
}

/** Names for labels that a file has as numbers, e.g. 0 and 1. */
export function ImportLabels({ preview, names, onChange }: ImportLabelsProps) {
  const { columns, labels } = preview;
  const areNamed = columns?.task === 'text-classification' && columns.problemType !== 'regression';
  if (!areNamed || labels.length === 0 || labels.length > MOST_LABELS) return null;
  const found = labels.map(({ label, count }) => ({ label: fileLabelOf(label, columns.labelNames), count }));
  return (
    <section className="import-part" aria-label="Labels">
      <Disclosure title="Names for the labels" detail="where the file has numbers or short forms">
        <LabelNames
          labels={found.toSorted((a, b) => (a.label < b.label ? -1 : 1))}
          names={names}
          onChange={onChange}
        />
      </Disclosure>
    </section>
  );
}
