import { useEffect, useState } from 'react';

const SETTLED_MILLISECONDS = 350;

/** The value as it was when it last rested for a moment, so that not every key asks a model; `now` does not wait. */
export function useSettled(value: string): readonly [string, () => void] {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return [settled, () => setSettled(value)];
}
