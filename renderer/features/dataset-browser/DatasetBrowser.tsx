import { useEffect } from 'react';
import { FileDrop } from '../../components/FileDrop.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { Browser } from './Browser.tsx';
import { useFileOpener } from './file-opener.ts';
import { FailedImport } from './import/FailedImport.tsx';
import { OpenedFiles } from './import/OpenedFiles.tsx';
import './data.css';

/** Datasets, or files that may become one. A file can be dropped anywhere. */
export function DatasetBrowser() {
  const handles = useNavigation(({ purpose }) => purpose.open);
  const dataset = useNavigation(({ purpose }) => purpose.dataset);
  const { error, take, takeFolders, forgetError } = useFileOpener();
  // biome-ignore lint/correctness/useExhaustiveDependencies: an old failure is left behind with the place it was seen at
  useEffect(() => useFileOpener.getState().forgetError(), [handles, dataset]);
  return (
    <FileDrop
      title="Drop to open"
      what="CSV, TSV, JSON, Parquet, CoNLL or text; several for training, validation and test; a folder or a zip of them"
      onFiles={(files) => void take(files)}
      onFolders={(folders) => void takeFolders(folders)}
    >
      {error ? (
        <FailedImport error={error} onLeave={forgetError} />
      ) : handles === undefined ? (
        <Browser />
      ) : (
        <OpenedFiles key={handles} handles={handles.split(',')} />
      )}
    </FileDrop>
  );
}
