import { type DragEvent, type ReactNode, useState } from 'react';
import { useFileOpener } from './file-opener.ts';

/** Takes files that are dropped, and says so while they hover. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false);
  const take = useFileOpener((state) => state.take);
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a button beside it, for everybody
    <div
      className="drop-zone"
      onDragEnter={hover}
      onDragOver={hover}
      onDragLeave={({ currentTarget, relatedTarget }) =>
        !currentTarget.contains(relatedTarget as Node | null) && setOver(false)
      }
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div className="drop-hint">
          <p>
            <b>Drop to open</b>
            CSV, TSV, JSON, Parquet, CoNLL or text; or three files for training, validation and test
          </p>
        </div>
      )}
    </div>
  );
}
