import { useState } from 'react';
import { keepPlaces, type Page, putRow, type Shown, showAll } from './merge.ts';
import type { Answered } from './use-query.ts';

/** A list as a person sees it. */
export type List<Row> = {
  /** Null before the first answer. */
  readonly shown: Shown<Row> | null;
  /** Shows the list as it is now. */
  showNew(): void;
  /** Shows a row as a change of it was answered. */
  put(row: Row): void;
};

type ListOf<Row, Result> = {
  readonly answered: Answered<Result> | null;
  /** Null where the caller may not read it. */
  readonly pageOf: (data: Result) => Page<Row> | null;
  /** Whether nothing may move, even after a change of this page's own: a row is open. */
  readonly isHeld: boolean;
};

/** Follows a list without moving what is shown of it. */
export function useList<Row extends { readonly id: string }, Result>({
  answered,
  pageOf,
  isHeld,
}: ListOf<Row, Result>): List<Row> {
  const [known, setKnown] = useState<{ answered: Answered<Result> | null; shown: Shown<Row> | null }>({
    answered: null,
    shown: null,
  });
  let { shown } = known;
  if (answered !== known.answered) {
    const fresh = answered && pageOf(answered.data);
    if (fresh === null) shown = null;
    else if (shown === null || known.answered?.asked !== answered?.asked) shown = showAll(fresh);
    else shown = answered?.isOwn && !isHeld ? showAll(fresh) : keepPlaces(shown, fresh);
    setKnown({ answered, shown });
  }
  return {
    shown,
    showNew() {
      const fresh = answered && pageOf(answered.data);
      setKnown({ answered, shown: fresh && showAll(fresh) });
    },
    put: (row) => setKnown((before) => ({ ...before, shown: before.shown && putRow(before.shown, row) })),
  };
}
