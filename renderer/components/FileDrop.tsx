import { type DragEvent, type ReactNode, useState } from 'react';
import { droppedIn, type Folder } from './folder.ts';
import './file-drop.css';

interface FileDropProps {
  /** What becomes of what is dropped. */
  readonly title: string;
  /** Which files. */
  readonly what: string;
  readonly onFiles: (files: readonly File[]) => void;
  /** Folders, each as a whole; where it is left out, or files came with them, their files are as good as files. */
  readonly onFolders?: (folders: readonly Folder[]) => void;
  readonly children: ReactNode;
}

/** Takes files that are dropped, and says so while they hover. */
export function FileDrop({ title, what, onFiles, onFolders, children }: FileDropProps) {
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const take = async (transfer: DataTransfer) => {
    const { files, folders } = await droppedIn(transfer);
    if (onFolders && folders.length > 0 && files.length === 0) onFolders(folders);
    else onFiles([...files, ...folders.flatMap((folder) => folder.files.map(({ file }) => file))]);
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
        void take(event.dataTransfer);
      }}
    >
      {children}
      {over && (
        <div className="drop-hint">
          <p>
            <b>{title}</b>
            {what}
          </p>
        </div>
      )}
    </div>
  );
}
