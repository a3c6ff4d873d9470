import { useEffect, useState } from 'react';
import type { DatasetProgress } from '../../../app/contract/datasets.ts';
import { onStudio } from '../../api/studio.ts';

type Doing = DatasetProgress['doing'];

/**
 * How far the reading of a dataset, or of files about to be one, has come; null before it is told.
 *
 * @param only of the things that go on at the same time, the one to follow.
 */
export function useProgress(id: string, only?: Doing): DatasetProgress | null {
  const [progress, setProgress] = useState<DatasetProgress | null>(null);
  useEffect(() => {
    setProgress(null);
    const isIt = (told: DatasetProgress) => told.id === id && (only === undefined || told.doing === only);
    return onStudio('dataset.progress', (told) => isIt(told) && setProgress(told));
  }, [id, only]);
  return progress;
}

export const DOING: Readonly<Record<Doing, string>> = {
  reading: 'Reading the file',
  'counting tokens': 'Counting tokens',
  'comparing rows': 'Comparing rows with each other',
  searching: 'Searching the rows',
};
