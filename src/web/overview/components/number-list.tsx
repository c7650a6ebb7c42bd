import { type NumberRowFragment, NumbersDocument, type NumbersQuery } from '../generated/documents.ts';
import { filters, toFilter, toOrder } from '../number-filter.ts';
import { type Seen, usePage } from '../page.ts';
import { countBefore, firstPage, goBack, goOn, numbersPaging, toPage, toSlice } from '../paging.ts';
import { type Asked, go } from '../url.ts';
import { useList } from '../use-list.ts';
import { useQuery } from '../use-query.ts';
import { Since } from './age.tsx';
import { Cards } from './cards.tsx';
import { NoNumbers, Nothing } from './empty.tsx';
import { NumberFilters, showNumbers } from './number-filters.tsx';
import { NumberRow } from './number-row.tsx';
import { News, Pager } from './pager.tsx';

const EVERY_MS = 30_000;

type NumberListProps = {
  readonly asked: Asked;
  /** How many there are whatever is asked for; null before that is known. */
  readonly total: number | null;
};

/** All numbers of all vendors, a page at a time: find one, and change it. */
export function NumberList({ asked, total }: NumberListProps) {
  const { vendors, titleOf, seen } = usePage();
  const variables = { ...toSlice(numbersPaging, asked), filter: toFilter(asked, vendors), orderBy: toOrder(asked) };
  // Which vendors there are decides what the address can mean.
  const isReady = asked.vendor === undefined || total !== null;
  const query = useQuery(NumbersDocument, isReady ? variables : null, { everyMs: EVERY_MS });
  const { shown, showNew, put } = useList<NumberRowFragment, NumbersQuery>({
    answered: query.last,
    pageOf: ({ phoneNumbers }) => toPage(phoneNumbers),
    isHeld: asked.row !== undefined,
  });
  for (const row of shown?.rows ?? []) remember(seen, row);
  const isFiltered = filters.some((name) => asked[name] !== undefined);
  const isEmpty = total === 0 && !isFiltered && shown?.rows.length === 0;
  const before = countBefore(numbersPaging, asked);
  const outages = query.last?.data.phoneNumbers?.outages ?? [];
  return (
    <section aria-labelledby="numbers" className={shown === null ? 'area numbers-area waits' : 'area numbers-area'}>
      <div className="head">
        <h2 id="numbers" tabIndex={-1}>
          Numbers
        </h2>
        {shown !== null && !isEmpty && (
          <span className="hint num">{isFiltered && total !== null ? `${shown.total} of ${total}` : shown.total}</span>
        )}
        {isFiltered && (
          <button type="button" className="link" onClick={() => showNumbers({})}>
            Clear filters
          </button>
        )}
      </div>
      {isEmpty ? <NoNumbers /> : <NumberFilters asked={asked} countries={[...seen.countries].toSorted()} />}
      {outages.map(({ vendor, since }) => (
        <p key={vendor} className="aside">
          <span>
            {titleOf(vendor)}’s rows are as it last reported them, before <Since at={since} />. Linking and releasing
            them waits until it answers.
          </span>
        </p>
      ))}
      {shown === null && query.isSlow && <p className="none">Loading</p>}
      {query.failure !== null && shown === null && (
        <p className="none">
          {query.failure}{' '}
          {before !== 0 && (
            <button type="button" className="link" onClick={toFirstPage}>
              Show the first page
            </button>
          )}
        </p>
      )}
      {shown !== null && !isEmpty && (
        <>
          <News news={shown.news} hasGone={shown.hasGone} onShow={showNew} />
          {shown.rows.length === 0 ? (
            <Nothing title="No number fits">
              <p>Fewer filters may find more. Released numbers are shown where their status is asked for.</p>
            </Nothing>
          ) : (
            <Rows rows={shown.rows} open={asked.row ?? null} put={put} />
          )}
          <Pager
            list="numbers"
            rows={shown.rows.length}
            total={shown.total}
            before={before}
            words={['Back', 'Next']}
            onBack={shown.hasPrevious ? () => goBack(numbersPaging, shown, before) : null}
            onNext={shown.hasNext ? () => goOn(numbersPaging, shown, before) : null}
          />
        </>
      )}
    </section>
  );
}

function remember({ agents, countries }: Seen, row: NumberRowFragment): void {
  if ('country' in row && row.country !== null) countries.add(row.country);
  if (row.agent === null) return;
  const known = agents.get(row.vendor) ?? new Set();
  agents.set(row.vendor, known.add(row.agent.id));
}

/** A cursor that somebody has sent may be none of this list. */
function toFirstPage(): void {
  const { changes, before } = firstPage(numbersPaging);
  go(changes, { isStep: true, before });
}

type RowsProps = {
  readonly rows: readonly NumberRowFragment[];
  readonly open: string | null;
  readonly put: (row: NumberRowFragment) => void;
};

function Rows({ rows, open, put }: RowsProps) {
  return (
    <Cards
      className="list numbers"
      labelledBy="numbers"
      columns={['Address', 'Label', 'Vendor', 'Agent', 'Status', 'Synced']}
    >
      {rows.map((row) => (
        <NumberRow key={row.id} row={row} isOpen={row.id === open} put={put} />
      ))}
    </Cards>
  );
}
