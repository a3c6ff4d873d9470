/** A folder of the person's, as a browser tells of it. */
export interface Folder {
  readonly name: string;
  /** Also those of folders in it. */
  readonly files: readonly FolderFile[];
}

export interface FolderFile {
  /** Its place in the folder: `train/good/1.txt`. */
  readonly path: string;
  readonly file: File;
}

interface Dropped {
  readonly files: readonly File[];
  readonly folders: readonly Folder[];
}

/** What a field with `webkitdirectory` gives. Null where the folder is empty. */
export function folderOf(files: readonly File[]): Folder | null {
  const [first] = files;
  if (!first) return null;
  const [name = ''] = first.webkitRelativePath.split('/');
  return {
    name,
    files: files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })),
  };
}

/** To be called while the drop is handled: afterwards the browser no longer tells what was dropped. */
export async function droppedIn({ items }: Pick<DataTransfer, 'items'>): Promise<Dropped> {
  const dropped = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files: File[] = [];
  const folders: Folder[] = [];
  for (const { entry, file } of dropped) {
    if (entry && isFolder(entry)) folders.push({ name: entry.name, files: await filesBelow(entry) });
    // What another program or page makes while it is dropped has no entry.
    else if (file) files.push(file);
  }
  return { files, folders };
}

async function filesBelow(folder: FileSystemDirectoryEntry, at = ''): Promise<readonly FolderFile[]> {
  const found: FolderFile[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = `${at}${entry.name}`;
    if (isFolder(entry)) found.push(...(await filesBelow(entry, `${path}/`)));
    else found.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
  }
  return found;
}

/** The browser gives a hundred at a time, and nothing when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
