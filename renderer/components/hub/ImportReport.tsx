import type { ImportedModel } from '../../../app/contract/models.ts';
import { Disclosure } from '../Disclosure.tsx';

/** What loading an imported model came to: said in words, its tensors by name on demand. */
export function ImportReport({ imported: { model, report } }: { readonly imported: ImportedModel }) {
  const { missing, unexpected } = report;
  return (
    <div className="import-report" role="status">
      <p>
        <b>{model.title}</b> is here: {model.layers} layers, {model.hidden} wide
        {model.head ? `, with a head for ${model.head.labels.length} labels` : ''}.
        {missing.length === 0 &&
          unexpected.length === 0 &&
          ' Every tensor of it is used, and none is missing.'}
      </p>
      {missing.length > 0 && (
        <Names
          title={`${missing.length} missing`}
          detail="not in the files: made new, at random, when it is trained"
          names={missing}
        />
      )}
      {unexpected.length > 0 && (
        <Names
          title={`${unexpected.length} not used`}
          detail="in the files, and of no use to this model"
          names={unexpected}
        />
      )}
    </div>
  );
}

interface NamesProps {
  readonly title: string;
  readonly detail: string;
  readonly names: readonly string[];
}

function Names({ title, detail, names }: NamesProps) {
  return (
    <Disclosure title={title} detail={detail}>
      <ul className="mono">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Disclosure>
  );
}
