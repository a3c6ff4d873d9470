import { useState } from 'react';
import type { ImportedModel } from '../../../app/contract/models.ts';
import { studio } from '../../api/studio.ts';
import { upload } from '../../api/upload.ts';
import type { Folder } from '../../components/folder.ts';

/** What of a folder makes a model; the rest, such as weights in other formats, stays where it is. */
const WANTED =
  /^(config\.json|[^/]*\.safetensors|[^/]*\.safetensors\.index\.json|tokenizer[^/]*\.json|special_tokens_map\.json|vocab\.txt|README\.md|LICENSE(\.txt)?|NOTICE)$/;
const MEGABYTE = 1e6;

/** Sends a folder's files, or a zip file of one, to the studio and has it take them in as a model. */
export function useModelImport(onDone: () => void) {
  const [progress, setProgress] = useState<string | null>(null);
  const [result, setResult] = useState<ImportedModel | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const attempt = async (name: string, handOver: () => Promise<readonly string[]>) => {
    setResult(null);
    setError(null);
    try {
      const handles = await handOver();
      setProgress('Checking every weight');
      setResult(await studio.invoke('models.import', { name: modelName(name), handles: [...handles] }));
      onDone();
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setProgress(null);
    }
  };
  const send = async (files: readonly File[]) => {
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    let sent = 0;
    const handles: string[] = [];
    for (const file of files) {
      setProgress(`Copying ${file.name}, ${megabytes(sent)} of ${megabytes(bytes)} done`);
      handles.push((await upload(file)).handle);
      sent += file.size;
    }
    return handles;
  };
  return {
    progress,
    result,
    error,
    /** One folder, as it was chosen or dropped; several are refused. */
    async folders([folder, ...others]: readonly Folder[]) {
      if (!folder) return;
      const { name, files } = folder;
      await attempt(name, async () => {
        if (others.length > 0) throw new Error('Several folders were dropped. Drop that of one model.');
        const wanted = files.filter(({ path }) => WANTED.test(path));
        if (wanted.length > 0) return send(wanted.map(({ file }) => file));
        throw new Error(`${name} has no config.json and no weights. Choose the folder that holds them.`);
      });
    },
    async zip(files: readonly File[]) {
      const [file, ...others] = files;
      if (!file) return;
      await attempt(file.name, async () => {
        if (others.length === 0 && /\.zip$/i.test(file.name)) return send([file]);
        throw new Error(`${file.name} is no zip file of a model. Choose one zip, or the folder itself.`);
      });
    },
    /** A zip file that the studio has already. */
    handed: (name: string, handle: string) => attempt(name, async () => [handle]),
  };
}

/** `bert-tiny` of `bert tiny.zip`, without what a model's name may not have. */
function modelName(of: string): string {
  return (
    of
      .replace(/\.zip$/i, '')
      .replaceAll(/[^\w.-]/g, '-')
      .replace(/^\.+/, '') || 'model'
  );
}

const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(0)} MB`;
