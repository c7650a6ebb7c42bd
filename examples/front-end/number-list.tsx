import { useEffect, useState } from 'react';
import { send } from './client.ts';
import {
  type NumberRowFragment,
  NumbersDocument,
  type NumbersQuery,
  type NumbersQueryVariables,
} from './gql/graphql.ts';
import { inWords } from './times.ts';
import type { TitleOf } from './vendors.ts';

const PAGE_SIZE = 10;
/** The most that the service gives at once. */
const MAX_PAGE_SIZE = 500;
/** A refresh that is under way usually ends within that. */
const REFRESH_MS = 2_000;

type Page = NonNullable<NumbersQuery['phoneNumbers']>;

type NumberListProps = {
  readonly titleOf: TitleOf;
  /** What was bought last: the list is read again when it changes. */
  readonly bought: string | null;
};

/** All numbers, a page at a time, and how fresh they are. */
export function NumberList({ titleOf, bought }: NumberListProps) {
  const [asked, setAsked] = useState<NumbersQueryVariables>({ first: PAGE_SIZE });
  const [rows, setRows] = useState<readonly NumberRowFragment[]>([]);
  const [page, setPage] = useState<Page | null>(null);
  const [isAnswered, setIsAnswered] = useState(true);
  const readAgain = (maxAge?: number) =>
    setAsked({ first: Math.min(Math.max(PAGE_SIZE, rows.length), MAX_PAGE_SIZE), maxAge });

  useEffect(() => {
    const leaving = new AbortController();
    void send(NumbersDocument, asked, leaving.signal).then((data) => {
      if (leaving.signal.aborted) return;
      const answer = data?.phoneNumbers ?? null;
      setIsAnswered(answer !== null);
      if (answer === null) return;
      setPage(answer);
      setRows((before) => (asked.after ? [...before, ...answer.nodes] : answer.nodes));
    });
    return () => leaving.abort();
  }, [asked]);

  useEffect(() => {
    if (bought !== null) setAsked({ first: PAGE_SIZE });
  }, [bought]);

  const isRefreshing = (page?.refreshing.length ?? 0) > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    if (!isRefreshing) return;
    const timer = setTimeout(readAgain, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [page]);

  return (
    <section aria-label="Numbers">
      {!isAnswered && <p className="wrong">The numbers cannot be read at this moment.</p>}
      {page !== null && <p className="fresh">{sayHowFresh(page, rows, titleOf)}</p>}
      <p className="buttons">
        <button type="button" className="quiet" onClick={() => readAgain(0)}>
          Ask the vendors now
        </button>
      </p>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="card">
            <b>{row.address}</b>
            <span>{row.label}</span>
            <span>{titleOf(row.vendor)}</span>
            <span>{row.agent === null ? 'no agent' : `agent ${row.agent.id}`}</span>
            <span>{row.status.toLowerCase()}</span>
          </li>
        ))}
      </ul>
      {page !== null && (
        <p className="buttons">
          {page.pageInfo.hasNextPage && (
            <button
              type="button"
              className="quiet"
              onClick={() => setAsked({ first: PAGE_SIZE, after: page.pageInfo.endCursor })}
            >
              Show more
            </button>
          )}
          <span>
            {rows.length} of {page.totalCount}
          </span>
        </p>
      )}
    </section>
  );
}

/** A failure first, as that is what one has to know; then what is about to change; else how old the oldest of them is. */
function sayHowFresh({ outages, refreshing }: Page, rows: readonly NumberRowFragment[], titleOf: TitleOf): string {
  const failed = outages.map(({ vendor, since }) => `${titleOf(vendor)} has not answered since ${inWords(since)}`);
  if (failed.length > 0) return `${failed.join('; ')}: what is shown of it may be old.`;
  if (refreshing.length > 0) {
    const titles = new Intl.ListFormat('en').format(refreshing.map(titleOf));
    return `${titles} ${refreshing.length > 1 ? 'are' : 'is'} being read at this moment; what is new comes in by itself.`;
  }
  const oldest = rows.map(({ syncedAt }) => syncedAt).toSorted()[0];
  return oldest === undefined
    ? 'There are no numbers yet.'
    : `This is how it was at ${inWords(oldest)} or later, as the vendors say.`;
}
