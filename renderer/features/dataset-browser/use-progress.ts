import { useEffect, useState } from 'react';
import type { DatasetProgress } from '../../../app/contract/datasets.ts';
import { onStudio } from '../../api/studio.ts';

/** How far the reading of a dataset, or of files about to be one, has come; null before it is told. */
export function useProgress(id: string): DatasetProgress | null {
  const [progress, setProgress] = useState<DatasetProgress | null>(null);
  useEffect(() => {
    setProgress(null);
    return onStudio('dataset.progress', (told) => told.id === id && setProgress(told));
  }, [id]);
  return progress;
}

export const DOING: Readonly<Record<DatasetProgress['doing'], string>> = {
  reading: 'Reading the file',
  'counting tokens': 'Counting tokens',
  'comparing rows': 'Comparing rows with each other',
};
