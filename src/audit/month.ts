import { acquiringKinds, type Operation, type OperationStatus } from '../domain/operation.ts';
import type { NumberStatus, PhoneNumber, VendorName } from '../domain/phone-number.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Registry } from '../registry/registry.ts';
import { type Holding, holdingsOf, type Turn } from './holdings.ts';
import { endedAt, type Period } from './journal.ts';
import { collect, readNumbers, readOperations } from './read-pages.ts';

/** A number that was in an account for a part of a month, or that may have been: then `came` is `unknown`. */
export type MonthLine = {
  readonly vendor: VendorName;
  readonly address: string | null;
  readonly vendorId: string | null;
  readonly came: Holding['came'] | 'unknown';
  readonly from: string;
  readonly went: Holding['went'];
  readonly until: string | null;
  /** How the number is now; how the operation stands where it is not known what came of it. */
  readonly status: NumberStatus | OperationStatus;
  readonly idempotencyKey: string | null;
  readonly actor: string | null;
  /** What obtained it. */
  readonly operationId: string | null;
  /** What released it. */
  readonly releaseId: string | null;
  readonly numberId: string | null;
};

/** How many numbers an account had, got and lost. What it had and got, without what it lost, is what it has. */
export type MonthTotals = {
  readonly vendor: VendorName;
  heldAtStart: number;
  bought: number;
  imported: number;
  created: number;
  found: number;
  released: number;
  gone: number;
  heldAtEnd: number;
  /** Operations that may have obtained a number: nobody knows yet. */
  unknown: number;
};

type MonthSources = {
  readonly ledger: Pick<Ledger, 'page' | 'histories'>;
  readonly registry: Pick<Registry, 'page'>;
};

/** The numbers of a period in the order of their addresses, page by page; the totals once all have been read. */
export type Month = { readonly lines: AsyncGenerator<MonthLine[]>; readonly totals: () => readonly MonthTotals[] };

/** Reads what was in the accounts in a period: of one vendor, or of all where that is null. */
export function readMonth(sources: MonthSources, period: Period, vendor: VendorName | null): Month {
  const totals = new Map<VendorName, MonthTotals>();
  const totalsOf = (name: VendorName): MonthTotals => {
    const known = totals.get(name) ?? newTotals(name);
    totals.set(name, known);
    return known;
  };
  const isWanted = (one: { readonly vendor: VendorName }): boolean => vendor === null || one.vendor === vendor;

  async function* read(): AsyncGenerator<MonthLine[]> {
    for await (const numbers of readNumbers(sources.registry)) {
      const wanted = numbers.filter(isWanted);
      const turns = await readTurns(sources, wanted);
      yield wanted.flatMap((number) => {
        const holdings = holdingsOf(number, turns.get(number.id) ?? []).filter(isWithin(period));
        for (const holding of holdings) count(totalsOf(number.vendor), holding, period);
        return holdings.map((holding) => toLine(number, holding));
      });
    }
    const filter = { statuses: ['PENDING', 'NEEDS_ATTENTION'], kinds: acquiringKinds } as const;
    for await (const operations of readOperations(sources.ledger, filter)) {
      const open = operations.filter(isWanted).flatMap((operation) => toOpenLine(operation, period));
      for (const line of open) totalsOf(line.vendor).unknown += 1;
      yield open;
    }
  }

  return { lines: read(), totals: () => [...totals.values()].toSorted((a, b) => (a.vendor < b.vendor ? -1 : 1)) };
}

function newTotals(vendor: VendorName): MonthTotals {
  const none = { bought: 0, imported: 0, created: 0, found: 0, released: 0, gone: 0 };
  return { vendor, heldAtStart: 0, ...none, heldAtEnd: 0, unknown: 0 };
}

function isWithin({ since, until }: Period): (holding: Holding) => boolean {
  return (holding) => holding.from < until && (holding.until === null || holding.until >= since);
}

function count(totals: MonthTotals, { came, from, went, until }: Holding, period: Period): void {
  if (from < period.since) totals.heldAtStart += 1;
  else totals[came] += 1;
  if (went === null || until === null || until >= period.until) totals.heldAtEnd += 1;
  else totals[went] += 1;
}

/** What obtained or released these numbers, and when. */
async function readTurns(
  { ledger }: MonthSources,
  numbers: readonly PhoneNumber[],
): Promise<Map<string | null, Turn[]>> {
  if (numbers.length === 0) return new Map();
  const phoneNumberIds = numbers.map(({ id }) => id);
  const filter = { phoneNumberIds, kinds: [...acquiringKinds, 'RELEASE'], statuses: ['SUCCEEDED'] } as const;
  const operations = await collect(readOperations(ledger, filter));
  const releases = operations.filter(({ kind }) => kind === 'RELEASE').map(({ id }) => id);
  const histories = releases.length === 0 ? new Map() : await ledger.histories(releases);
  const createdAt = new Map(numbers.map((number) => [number.id, number.createdAt ?? number.firstSeenAt]));
  const timeOf = (operation: Operation): string => {
    const { id, kind, sentAt, phoneNumberId, updatedAt } = operation;
    if (kind === 'RELEASE') return endedAt(operation, histories.get(id) ?? []) ?? updatedAt;
    // A key that was written back was sent at a time that nobody knows any more.
    return sentAt ?? createdAt.get(phoneNumberId ?? '') ?? operation.createdAt;
  };
  return Map.groupBy(
    operations.map((operation) => ({ operation, at: timeOf(operation) })),
    ({ operation }) => operation.phoneNumberId,
  );
}

function toLine({ vendor, address, vendorId, status, id }: PhoneNumber, holding: Holding): MonthLine {
  const { came, from, went, until, obtainedBy, releasedBy } = holding;
  return {
    ...{ vendor, address, vendorId, came, from, went, until, status },
    ...{ idempotencyKey: obtainedBy?.idempotencyKey ?? null, actor: obtainedBy?.actor ?? null },
    ...{ operationId: obtainedBy?.id ?? null, releaseId: releasedBy?.id ?? null, numberId: id },
  };
}

/** An operation whose outcome is not known, if it asked in the period; none otherwise. */
function toOpenLine(operation: Operation, { since, until }: Period): MonthLine[] {
  const { id, vendor, target, sentAt, status, idempotencyKey, actor, phoneNumberId } = operation;
  if (sentAt === null || sentAt < since || sentAt >= until) return [];
  const line = {
    vendor,
    address: target,
    vendorId: null,
    came: 'unknown',
    from: sentAt,
    went: null,
    until: null,
  } as const;
  return [{ ...line, status, idempotencyKey, actor, operationId: id, releaseId: null, numberId: phoneNumberId }];
}
