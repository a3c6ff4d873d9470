import { useEffect } from 'react';
import { useNavigation } from '../../stores/navigation.ts';
import { Browser } from './Browser.tsx';
import { DropZone } from './DropZone.tsx';
import { useFileOpener } from './file-opener.ts';
import { FailedImport } from './import/FailedImport.tsx';
import { ImportView } from './import/ImportView.tsx';
import './data.css';

/** Datasets, or files that may become one. A file can be dropped anywhere. */
export function DatasetBrowser() {
  const handles = useNavigation(({ purpose }) => purpose.open);
  const dataset = useNavigation(({ purpose }) => purpose.dataset);
  const error = useFileOpener((state) => state.error);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an old failure is left behind with the place it was seen at
  useEffect(() => useFileOpener.getState().forgetError(), [handles, dataset]);
  return (
    <DropZone>
      {error ? (
        <FailedImport error={error} />
      ) : handles === undefined ? (
        <Browser />
      ) : (
        <ImportView key={handles} handles={handles.split(',')} />
      )}
    </DropZone>
  );
}
