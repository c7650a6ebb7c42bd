import { useEffect, useRef, useState } from 'react';
import { send } from './api.ts';
import type { ChangeFragment, TypedDocumentString, UserErrorFragment } from './generated/documents.ts';
import { askAgain } from './use-query.ts';

/** A change without a key of its own, which may be sent again as it is. */
export type Change<Variables> = {
  readonly isBusy: boolean;
  /** What is wrong or still open, as it was answered last. */
  readonly userErrors: readonly UserErrorFragment[];
  /** Why there was no answer; null where there was. */
  readonly failure: string | null;
  /** Sends it, and gives what was answered; null where nothing was. */
  run(variables: Variables): Promise<ChangeFragment | null>;
};

type Outcome = Pick<Change<unknown>, 'isBusy' | 'userErrors' | 'failure'>;

const idle: Outcome = { isBusy: false, userErrors: [], failure: null };

/** Sends a change when told to, and shows nothing that was not answered. */
export function useChange<Variables>(
  document: TypedDocumentString<{ readonly change: ChangeFragment | null }, Variables>,
): Change<Variables> {
  const [outcome, setOutcome] = useState(idle);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);
  return {
    ...outcome,
    async run(variables) {
      const { signal } = renew(leaving);
      setOutcome({ ...idle, isBusy: true });
      const { data, failure } = await send(document, variables, signal);
      if (signal.aborted) return null;
      const change = data?.change ?? null;
      const why = failure ?? (change === null ? 'The service could not carry it out now.' : null);
      setOutcome({ isBusy: false, userErrors: change?.userErrors ?? [], failure: why });
      askAgain();
      return change;
    },
  };
}

/** What ends the wait for the answer; that for an earlier one ends now. */
export function renew(place: { current: AbortController | null }): AbortController {
  place.current?.abort();
  const next = new AbortController();
  place.current = next;
  return next;
}
