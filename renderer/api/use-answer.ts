import { useCallback, useEffect, useRef, useState } from 'react';
import type { RequestName, RequestParams, RequestResult } from '../../app/contract/studio.ts';
import { studio } from './studio.ts';

export type Answered<Value> =
  | { readonly state: 'waiting'; readonly value: Value | null; readonly error: null }
  | { readonly state: 'ready'; readonly value: Value; readonly error: null }
  | { readonly state: 'failed'; readonly value: Value | null; readonly error: Error };

/**
 * Asks, and asks again whenever the parameters change; `null` asks nothing yet. The last value stays while a new
 * one is awaited, and an answer that comes after a newer question is dropped. What `KEPT` names and was asked before
 * is there at once, and asked again unseen.
 */
export function useAnswer<Name extends RequestName>(
  name: Name,
  params: RequestParams<Name> | null,
): Answered<RequestResult<Name>> & { readonly again: () => void } {
  type Value = RequestResult<Name>;
  const key = params === null ? null : JSON.stringify(params);
  const [answer, setAnswer] = useState<Answered<Value>>(() => recalled(name, key) ?? WAITING);
  const [round, setRound] = useState(0);
  const answeredKey = useRef(key);
  const latest = useRef(params);
  latest.current = params;
  useEffect(() => {
    if (key === null || latest.current === null) return;
    let current = true;
    answeredKey.current = key;
    setAnswer(
      ({ value }) => (round === 0 && recalled(name, key)) || { state: 'waiting', value, error: null },
    );
    studio.invoke(name, latest.current).then(
      (value) => {
        keep(name, key, value);
        if (current) setAnswer({ state: 'ready', value, error: null });
      },
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

const WAITING = { state: 'waiting', value: null, error: null } as const;

/** A page that is turned back to shows at once what it showed before, instead of empty places. */
const KEPT: ReadonlySet<RequestName> = new Set<RequestName>([
  'inference.attention',
  'inference.compareContexts',
  'inference.encode',
  'inference.fillMask',
  'lessons.get',
  'lessons.heldOut',
  'lessons.list',
  'lessons.untrained',
]);
const MOST_KEPT = 24;
const kept = new Map<string, unknown>();

function keep(name: RequestName, key: string, value: unknown): void {
  if (!KEPT.has(name)) return;
  const place = `${name} ${key}`;
  kept.delete(place);
  kept.set(place, value);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
}

function recalled<Name extends RequestName>(
  name: Name,
  key: string | null,
): Answered<RequestResult<Name>> | null {
  const place = `${name} ${key}`;
  if (key === null || !kept.has(place)) return null;
  return { state: 'ready', value: kept.get(place) as RequestResult<Name>, error: null };
}
