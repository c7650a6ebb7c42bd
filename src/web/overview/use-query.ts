import { useEffect, useRef, useState } from 'react';
import { send } from './api.ts';
import type { TypedDocumentString } from './generated/documents.ts';

/** How long a person waits before they are told that they do. */
const SLOW_MS = 1_000;

/** What was answered last, to which variables, and whether a change of this page's own led to asking. */
export type Answered<Result> = { readonly data: Result; readonly asked: string; readonly isOwn: boolean };

/** A question that is asked again and again. */
export type Query<Result> = {
  /** Null before the first answer. It stays where a later one fails. */
  readonly last: Answered<Result> | null;
  /** When that came, in milliseconds since 1970. */
  readonly answeredAt: number | null;
  /** Why the last try has failed; null where it has not. */
  readonly failure: string | null;
  /** Whether it takes longer than a person notices, and there is nothing to show yet. */
  readonly isSlow: boolean;
};

type Asking = { readonly everyMs: number };

const askers = new Set<(isOwn: boolean) => void>();

/** Asks everything anew: something has been changed here, so what is new may be shown at once. */
export function askAgain(): void {
  for (const ask of askers) ask(true);
}

/**
 * Asks once there are variables, and again after `everyMs`, after each change, and when a person comes back to the tab; never while
 * it is hidden. An answer that comes after that to a later question is dropped.
 */
export function useQuery<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables | null,
  { everyMs }: Asking,
): Query<Result> {
  const [query, setQuery] = useState<Query<Result>>({ last: null, answeredAt: null, failure: null, isSlow: false });
  const asked = variables === null ? null : JSON.stringify(variables);
  const latest = useRef(variables);
  latest.current = variables;

  useEffect(() => {
    if (asked === null) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;
    let waiting: boolean | null = null;
    const slow = setTimeout(() => setQuery((known) => ({ ...known, isSlow: true })), SLOW_MS);

    async function ask(isOwn: boolean) {
      // What is asked at this moment may be from before the change.
      if (isAsking) {
        waiting = isOwn || waiting === true;
        return;
      }
      clearTimeout(timer);
      if (globalThis.document.hidden || latest.current === null || asked === null) return;
      isAsking = true;
      const { data, failure } = await send(document, latest.current, signal);
      isAsking = false;
      if (signal.aborted) return;
      clearTimeout(slow);
      setQuery((known) =>
        data === null
          ? { ...known, failure, isSlow: false }
          : { last: { data, asked, isOwn }, answeredAt: Date.now(), failure: null, isSlow: false },
      );
      if (waiting === null) {
        timer = setTimeout(() => void ask(false), everyMs);
        return;
      }
      const next = waiting;
      waiting = null;
      await ask(next);
    }

    const comeBack = () => void ask(false);
    const again = (isOwn: boolean) => void ask(isOwn);
    askers.add(again);
    addEventListener('focus', comeBack, { signal });
    globalThis.document.addEventListener('visibilitychange', comeBack, { signal });
    void ask(false);
    return () => {
      leaving.abort();
      askers.delete(again);
      clearTimeout(timer);
      clearTimeout(slow);
    };
  }, [document, asked, everyMs]);

  return query;
}
