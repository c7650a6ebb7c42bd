import { useEffect, useState } from 'react';
import { BuyDialog } from './components/buy-dialog.tsx';
import { Cases } from './components/case.tsx';
import { Nothing } from './components/empty.tsx';
import { Footer } from './components/footer.tsx';
import { GraphiqlLink, Header, SignOut } from './components/header.tsx';
import { LongestOpen } from './components/longest-open.tsx';
import { NumberList } from './components/number-list.tsx';
import { OperationList } from './components/operation-list.tsx';
import { PurchaseChart, Today } from './components/purchase-chart.tsx';
import { Said } from './components/said.tsx';
import { SignIn } from './components/sign-in.tsx';
import { Updated } from './components/updated.tsx';
import { VendorTable } from './components/vendor-table.tsx';
import { VerdictView } from './components/verdict.tsx';
import { OverviewDocument, type OverviewQuery } from './generated/documents.ts';
import { type Kept, keyOf } from './kept.ts';
import { type Page, PageProvider, type Seen } from './page.ts';
import type { Stage } from './pursue.ts';
import { useSession } from './session.ts';
import { go, openPurchase, useAsked } from './url.ts';
import { useKeptKeys } from './use-kept-keys.ts';
import { type Query, useQuery } from './use-query.ts';

const EVERY_MS = 10_000;

/** The whole page: what is to be seen, or the box that asks who wants to see it. */
export function App() {
  const { isOut } = useSession();
  if (!isOut) return <Overview />;
  return (
    <>
      <Header />
      <SignIn />
    </>
  );
}

function Overview() {
  const asked = useAsked();
  const overview = useQuery(OverviewDocument, NO_VARIABLES, { everyMs: EVERY_MS });
  const [said, setSaid] = useState('');
  const keys = useKeptKeys({ onEnd: (kept, stage) => setSaid(sayEnd(kept, stage)) });
  const [seen] = useState<Seen>(() => ({ agents: new Map(), countries: new Set() }));
  const page = { ...toPage(overview), keys, seen, announce: setSaid };
  const data = overview.last?.data ?? null;
  const summary = data?.numberSummary ?? null;
  const area = data === null ? 'area waits' : 'area';
  const attention = summary?.needAttention ?? 0;
  useEffect(() => {
    document.title = attention > 0 ? `(${attention}) Phone numbers` : 'Phone numbers';
  }, [attention]);
  // An earlier load of the page has begun to buy: what became of it is what its operator wants to see.
  const [begun] = useState(() => keys.entries.find(({ kept }) => kept.kind === 'PURCHASE')?.kept ?? null);
  useEffect(() => {
    if (begun !== null) openPurchase(keyOf(begun));
  }, [begun]);
  const longest = data?.longestOpen?.nodes[0] ?? null;
  return (
    <PageProvider value={page}>
      <a className="skip" href="#numbers">
        Skip to the numbers
      </a>
      <Header>
        <nav aria-label="Page">
          <Updated query={overview} />
          <GraphiqlLink className="wide" />
          <SignOut actor={page.actor} />
          {page.may('numbers:purchase') && page.vendors.length > 0 && (
            <button type="button" className="btn main" onClick={() => go({ buy: 'new' }, { isStep: true })}>
              Buy a number
            </button>
          )}
        </nav>
      </Header>
      <main>
        <section aria-labelledby="needs" className={`${area} needs-area`}>
          <VerdictView overview={overview} />
          <Cases operations={data?.needAttention?.nodes ?? NONE} />
          {longest !== null && <LongestOpen operation={longest} open={summary?.openOperations ?? 1} />}
        </section>
        <div className="two">
          <section aria-labelledby="vendors" className={area}>
            <div className="head">
              <h2 id="vendors">Vendors and their numbers</h2>
            </div>
            {summary === null ? <Loading query={overview} /> : <VendorTable summary={summary} />}
          </section>
          <section aria-labelledby="purchases" className={area}>
            <div className="head">
              <h2 id="purchases">Purchases</h2>
              {summary !== null && <Today summary={summary} />}
            </div>
            {summary === null ? <Loading query={overview} /> : <Purchases summary={summary} />}
          </section>
        </div>
        <NumberList asked={asked} total={summary?.total ?? null} />
        <OperationList asked={asked} />
      </main>
      <Footer>
        <Updated query={overview} />
        <GraphiqlLink />
        <SignOut actor={page.actor} />
      </Footer>
      <BuyDialog asked={asked.buy ?? null} said={said} />
      <Said text={said} />
    </PageProvider>
  );
}

const NO_VARIABLES = {};
const NONE: NonNullable<OverviewQuery['needAttention']>['nodes'] = [];

function Loading({ query: { isSlow } }: { readonly query: Query<OverviewQuery> }) {
  return isSlow ? <p className="none">Loading</p> : null;
}

function Purchases({ summary }: { readonly summary: NonNullable<OverviewQuery['numberSummary']> }) {
  const isEmpty = summary.purchasesByDay.every(({ count }) => count === 0);
  if (isEmpty) return <Nothing title={`No purchases in ${summary.purchasesByDay.length} days`} />;
  return <PurchaseChart summary={summary} />;
}

function toPage(overview: Query<OverviewQuery>): Omit<Page, 'keys' | 'seen' | 'announce'> {
  const data = overview.last?.data ?? null;
  const vendors = data?.numberVendors ?? [];
  const caller = data?.numberCaller ?? null;
  const summary = data?.numberSummary ?? null;
  const limit = summary?.purchaseLimitPerDay ?? null;
  const today = summary?.purchasesByDay.at(-1)?.count ?? 0;
  const vendorOf = (name: string) => vendors.find(({ vendor }) => vendor === name) ?? null;
  return {
    vendors,
    vendorOf,
    titleOf: (name) => vendorOf(name)?.title ?? name,
    // Nobody may anything before it is known who they are.
    may: (scope) => data !== null && (caller === null || caller.scopes.includes(scope)),
    actor: caller?.actor ?? null,
    purchaseLimit: limit,
    purchasesLeft: limit === null ? null : Math.max(0, limit - today),
  };
}

function sayEnd(kept: Kept, stage: Stage): string {
  const isBuying = kept.kind === 'PURCHASE';
  if (stage.at !== 'ended') return isBuying ? 'Not bought.' : 'Not released.';
  const address = stage.operation.phoneNumber?.address ?? '';
  if (stage.operation.status === 'SUCCEEDED') return `${isBuying ? 'Bought' : 'Released'} ${address}.`;
  return isBuying ? 'Not bought, nothing charged.' : 'Not released.';
}
