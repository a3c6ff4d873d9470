import { useState } from 'react';
import type { ImportedModel } from '../../../app/contract/models.ts';
import { studio } from '../../api/studio.ts';
import { upload } from '../../api/upload.ts';

/** What of a folder makes a model; the rest, such as weights in other formats, stays where it is. */
const WANTED =
  /^(config\.json|.*\.safetensors|.*\.safetensors\.index\.json|tokenizer.*\.json|special_tokens_map\.json|vocab\.txt|README\.md|LICENSE(\.txt)?|NOTICE)$/;
const MEGABYTE = 1e6;

/** Sends a folder's files to the studio and has it take them in as a model. */
export function useModelImport(onDone: () => void) {
  const [progress, setProgress] = useState<string | null>(null);
  const [result, setResult] = useState<ImportedModel | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const start = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setResult(null);
    setError(null);
    try {
      const name = folderOf(files[0]!);
      const wanted = files.filter((file) => WANTED.test(file.name) && depthOf(file) <= 2);
      const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
      let sent = 0;
      const handles: string[] = [];
      for (const file of wanted) {
        setProgress(`Copying ${file.name}, ${megabytes(sent)} of ${megabytes(bytes)} done`);
        handles.push((await upload(file)).handle);
        sent += file.size;
      }
      if (handles.length === 0) {
        throw new Error(`${name} has no config.json and no weights. Choose the folder that holds them.`);
      }
      setProgress('Checking every weight');
      setResult(await studio.invoke('models.import', { name, handles }));
      onDone();
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setProgress(null);
    }
  };
  return { progress, result, error, start };
}

/** `bert-tiny` of `bert-tiny/config.json`, without what a model's name may not have. */
function folderOf({ webkitRelativePath }: File): string {
  return (
    webkitRelativePath
      .split('/')[0]!
      .replaceAll(/[^\w.-]/g, '-')
      .replace(/^\.+/, '') || 'model'
  );
}

const depthOf = ({ webkitRelativePath }: File) => webkitRelativePath.split('/').length;
const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(0)} MB`;
