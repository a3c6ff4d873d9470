import { useCallback, useEffect, useRef, useState } from 'react';
import type { RequestName, RequestParams, RequestResult } from '../../app/contract/studio.ts';
import { studio } from './studio.ts';

export type Answered<Value> =
  | { readonly state: 'waiting'; readonly value: Value | null; readonly error: null }
  | { readonly state: 'ready'; readonly value: Value; readonly error: null }
  | { readonly state: 'failed'; readonly value: Value | null; readonly error: Error };

/**
 * Asks, and asks again whenever the parameters change; `null` asks nothing yet. The last value stays while a new
 * one is awaited, and an answer that comes after a newer question is dropped.
 */
export function useAnswer<Name extends RequestName>(
  name: Name,
  params: RequestParams<Name> | null,
): Answered<RequestResult<Name>> & { readonly again: () => void } {
  type Value = RequestResult<Name>;
  const [answer, setAnswer] = useState<Answered<Value>>({ state: 'waiting', value: null, error: null });
  const [round, setRound] = useState(0);
  const key = params === null ? null : JSON.stringify(params);
  const answeredKey = useRef(key);
  const latest = useRef(params);
  latest.current = params;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the parameters; a round asks anew
  useEffect(() => {
    if (key === null || latest.current === null) return;
    let current = true;
    answeredKey.current = key;
    setAnswer(({ value }) => ({ state: 'waiting', value, error: null }));
    studio.invoke(name, latest.current).then(
      (value) => current && setAnswer({ state: 'ready', value, error: null }),
      (error: Error) => current && setAnswer(({ value }) => ({ state: 'failed', value, error })),
    );
    return () => {
      current = false;
    };
  }, [name, key, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  // Until the effect has run, the answer is still to the question before.
  const isOther = key !== null && key !== answeredKey.current;
  return isOther ? { state: 'waiting', value: answer.value, error: null, again } : { ...answer, again };
}
