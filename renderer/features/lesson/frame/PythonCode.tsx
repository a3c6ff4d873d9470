import { Copy } from 'lucide-react';
import { toast } from '../../../components/toast.tsx';
import { CodeRegion } from './CodeRegion.tsx';

/** The same in Python with transformers, made from the cell's settings. */
export function PythonCode({ code }: { readonly code: string | null }) {
  if (code === null) return <p className="python hint">The Python follows from the answer. Ask first.</p>;
  return (
    <div className="python">
      <CodeRegion label="Python">{code}</CodeRegion>
      <button
        type="button"
        className="button small quiet"
        onClick={() =>
          void navigator.clipboard.writeText(code).then(
            () => toast('The Python is on the clipboard.'),
            () => toast('The clipboard cannot be written here. Select the text instead.'),
          )
        }
      >
        <Copy size={16} aria-hidden="true" /> Copy
      </button>
    </div>
  );
}
