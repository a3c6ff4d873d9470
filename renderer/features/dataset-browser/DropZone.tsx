import type { ReactNode } from 'react';
import { FileDrop } from '../../components/FileDrop.tsx';
import { useFileOpener } from './file-opener.ts';

/** Data files may be dropped anywhere in the view. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const take = useFileOpener((state) => state.take);
  return (
    <FileDrop
      title="Drop to open"
      what="CSV, TSV, JSON, Parquet, CoNLL or text; or three files for training, validation and test"
      onFiles={(files) => void take(files)}
    >
      {children}
    </FileDrop>
  );
}
