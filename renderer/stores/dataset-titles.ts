import { useCallback } from 'react';
import { useAnswer } from '../api/use-answer.ts';

/** What people call a dataset that a run names: its title; of a file that was never opened here its own name. */
export function useDatasetTitle(): (name: string) => string {
  const { value } = useAnswer('datasets.list', {});
  return useCallback(
    (name) => value?.find(({ id }) => id === name)?.title ?? name.split(/[\\/]/).at(-1) ?? name,
    [value],
  );
}
