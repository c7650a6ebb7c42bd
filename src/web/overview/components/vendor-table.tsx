import type { MouseEvent } from 'react';
import type { OverviewQuery, VendorFragment } from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { useNowTo } from '../use-now.ts';
import { describeVendor } from '../words.ts';
import { Age, Since } from './age.tsx';
import { Cards, Cell, Row, RowHead } from './cards.tsx';
import { Mark } from './mark.tsx';
import { showNumbers } from './number-filters.tsx';

/** A vendor that was read longer ago than this is worth a look, in ms. */
const STALE_MS = 10 * 60 * 1000;

type Counts = { readonly total: number; readonly linked: number };
type Summary = NonNullable<OverviewQuery['numberSummary']>;

/** Who answers, since when, and how many numbers each has: a count leads to them in the list. */
export function VendorTable({ summary }: { readonly summary: Summary }) {
  const { vendors } = usePage();
  const all = (
    <Row>
      <RowHead className="v-name">All</RowHead>
      <Cell className="v-state" />
      <Cell className="v-none" />
      <CountCells counts={summary} vendor={null} />
    </Row>
  );
  return (
    <Cards
      className="vendors"
      labelledBy="vendors"
      columns={['Vendor', 'State', 'Last sync', { figures: 'Numbers' }, { figures: 'Linked' }, { figures: 'Unlinked' }]}
      foot={vendors.length > 1 && summary.total > 0 && all}
    >
      {vendors.map((vendor) => (
        <VendorRow
          key={vendor.vendor}
          vendor={vendor}
          counts={summary.byVendor.find((counted) => counted.vendor === vendor.vendor) ?? { total: 0, linked: 0 }}
        />
      ))}
    </Cards>
  );
}

function VendorRow({ vendor, counts }: { readonly vendor: VendorFragment; readonly counts: Counts }) {
  const { title, available, availableSince, lastSyncedAt } = vendor;
  const now = useNowTo(60);
  const isStale = !available || (lastSyncedAt !== null && now - new Date(lastSyncedAt).getTime() > STALE_MS);
  return (
    <Row>
      <RowHead className="v-name">
        {title}
        <span className="hint">{describeVendor(vendor)}</span>
      </RowHead>
      <Cell className="v-state">
        <State vendor={vendor} />
        {availableSince !== null && (
          <span className="hint">
            since <Since at={availableSince} />
          </span>
        )}
      </Cell>
      <Cell className="v-sync">{lastSyncedAt === null ? 'never' : <Age at={lastSyncedAt} isStale={isStale} />}</Cell>
      <CountCells counts={counts} vendor={vendor} />
    </Row>
  );
}

function State({ vendor: { available, availableSince } }: { readonly vendor: VendorFragment }) {
  if (!available) {
    return (
      <Mark glyph="fail" tone="fail">
        Does not answer
      </Mark>
    );
  }
  const isKnown = availableSince !== null;
  return (
    <Mark glyph={isKnown ? 'done' : 'off'} tone="quiet">
      {isKnown ? 'Answers' : 'Not asked yet'}
    </Mark>
  );
}

type CountCellsProps = { readonly counts: Counts; readonly vendor: VendorFragment | null };

function CountCells({ counts: { total, linked }, vendor }: CountCellsProps) {
  return (
    <>
      <Cell className="num v-n" figures="numbers">
        <CountLink amount={total} what="numbers" vendor={vendor} linked={null} />
      </Cell>
      <Cell className="num v-l" figures="linked">
        <CountLink amount={linked} what="linked" vendor={vendor} linked="yes" />
      </Cell>
      <Cell className="num v-u" figures="unlinked">
        <CountLink amount={total - linked} what="unlinked" vendor={vendor} linked="no" />
      </Cell>
    </>
  );
}

type CountLinkProps = {
  readonly amount: number;
  readonly what: string;
  readonly vendor: VendorFragment | null;
  readonly linked: 'yes' | 'no' | null;
};

function CountLink({ amount, what, vendor, linked }: CountLinkProps) {
  if (amount === 0) return 0;
  const wanted = { ...(vendor && { vendor: vendor.vendor }), ...(linked && { linked }) };
  function follow(event: MouseEvent) {
    event.preventDefault();
    showNumbers(wanted);
  }
  return (
    <a
      href={`?${new URLSearchParams(wanted)}#numbers`}
      aria-label={`${amount} ${what}${vendor === null ? '' : ` at ${vendor.title}`}: show them`}
      onClick={follow}
    >
      {amount}
    </a>
  );
}
