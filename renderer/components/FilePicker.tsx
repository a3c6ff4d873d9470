import { FileInput } from 'lucide-react';
import { useRef } from 'react';
import { ChosenFiles } from './ChosenFiles.tsx';

interface FilePickerProps {
  readonly children: string;
  /** Of the field behind the button. */
  readonly label: string;
  /** Endings, as `.csv,.tsv`. */
  readonly accept: string;
  readonly busy: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that opens the system's dialog for files, one or several. */
export function FilePicker({ children, label, accept, busy, onFiles }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ChosenFiles ref={input} accept={accept} multiple aria-label={label} onFiles={onFiles} />
      <button type="button" className="button small" disabled={busy} onClick={() => input.current?.click()}>
        <FileInput size={16} aria-hidden="true" />
        {busy ? 'Opening' : children}
      </button>
    </>
  );
}
