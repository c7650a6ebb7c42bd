import type { Audit } from '../../src/audit/findings.ts';
import { readOperations } from '../../src/audit/read-pages.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Sale } from '../../src/sandbox/state.ts';
import type { Auditor } from '../support/auditor.ts';
import type { Misled } from './misled.ts';
import { createTally, type Tally } from './tally.ts';
import type { Told } from './told.ts';

/** What the books need of an operation: a long run has a hundred thousand. */
type Entry = Pick<Operation, 'id' | 'kind' | 'status' | 'vendor' | 'target' | 'idempotencyKey' | 'phoneNumberId'> & {
  /** When it was recorded as failed. */
  readonly failedAt: readonly string[];
  /** When it was recorded first as having succeeded; null where it has not. */
  readonly succeededAt: string | null;
};

/** What the ledger says in the end. */
export type LedgerBooks = {
  readonly entries: readonly Entry[];
  /** How many operations of each kind ended how. */
  readonly outcomes: Tally;
  /** What the histories tell, by what is counted. */
  readonly stories: Tally;
};

/** What the ledger and the audit say, and what they cannot know: what vendors sold, and what clients were told. */
export type Books = {
  readonly ledger: LedgerBooks;
  readonly audit: Audit;
  readonly control: SandboxControl;
  readonly told: Told;
  /** Whether the rules of evidence were misled, by the vendor. */
  readonly misled: Misled;
  /** Whether a person said of an operation what was not so. */
  readonly hasMisled: (operationId: string) => boolean;
};

/** Something that must not be, and what it is about. */
export type Breach = {
  readonly text: string;
  readonly operationIds: readonly string[];
  readonly number?: string | null;
};

/** Breaches of the promises, by promise. All must be empty. */
export type Breaches = Record<
  'soldTwice' | 'wrongNumber' | 'contradictions' | 'lost' | 'answeredDifferently' | 'reportedFailed' | 'stillOpen',
  readonly Breach[]
>;

const stories: readonly [name: string, pattern: RegExp][] = [
  ['reconciled as done', /Reconciled: .*(has done it|been seen)/],
  ['reconciled as not done', /Reconciled: .*(nothing|still|no number)|stopped before/],
  ['healed', /had failed, and has succeeded/],
  ['left to a person', /then call settleNumberOperation/],
];

/** Reads the ledger to its end, with its histories, page by page. */
export async function readLedger({ ledger, registry }: Auditor): Promise<LedgerBooks> {
  const entries: Entry[] = [];
  const [outcomes, told] = [createTally(), createTally()];
  for await (const page of readOperations(ledger, {})) {
    const histories = await ledger.histories(page.map(({ id }) => id));
    const numbers = await registry.byIds(page.flatMap(({ phoneNumberId }) => phoneNumberId ?? []));
    for (const { id, kind, status, vendor, target: asked, idempotencyKey, phoneNumberId } of page) {
      // Where the vendor picks the number, what it picked is known by its id alone.
      const target = asked ?? numbers.get(phoneNumberId ?? '')?.address ?? null;
      const steps = histories.get(id) ?? [];
      const failedAt = steps.filter((step) => step.status === 'FAILED').map(({ at }) => at);
      const succeededAt = steps.find((step) => step.status === 'SUCCEEDED')?.at ?? null;
      entries.push({ id, kind, status, vendor, target, idempotencyKey, phoneNumberId, failedAt, succeededAt });
      outcomes.add(`${kind} ${status}`);
      const text = steps.map(({ note }) => note ?? '').join('\n');
      for (const [name, pattern] of stories) if (pattern.test(text)) told.add(name);
    }
  }
  return { entries, outcomes, stories: told };
}

/** Holds the books against each other. */
export function compareBooks(books: Books): Breaches {
  const { contradictions, open, needsAttention, notes, unchecked } = books.audit;
  return {
    soldTwice: findSoldTwice(books),
    wrongNumber: findWrongNumbers(books),
    contradictions: contradictions.map(({ kind, message, operationIds, address }) => ({
      text: `${kind}: ${message}`,
      operationIds,
      number: address,
    })),
    // Everything was synced, and nobody but the service has changed the accounts: there is nothing to note.
    lost: [...notes, ...unchecked].map((text) => ({ text, operationIds: findNamed(books.ledger, text) })),
    answeredDifferently: findAnsweredDifferently(books),
    reportedFailed: findReportedFailed(books).filter(({ misledBy }) => misledBy === null),
    stillOpen: [...open, ...needsAttention].map((operation) => toBreach(operation, describe(operation))),
  };
}

/** The operations that asked for a number which a sentence names. */
function findNamed({ entries }: LedgerBooks, text: string): string[] {
  const named = new Set(text.match(/\+\d+/g));
  return entries.filter(({ target }) => target !== null && named.has(target)).map(({ id }) => id);
}

/** Purchases that were reported as failed though they were not, by who had misled the service. */
export function countExcused(books: Books): Record<'vendor' | 'person', number> {
  const excuses = findReportedFailed(books).map(({ misledBy }) => misledBy);
  const count = (who: string): number => excuses.filter((excuse) => excuse === who).length;
  return { vendor: count('vendor'), person: count('person') };
}

/** Sales that no purchase which succeeded accounts for. */
export function findUnaccounted(books: Pick<Books, 'control' | 'ledger'>): { sale: Sale; purchases: Entry[] }[] {
  const { sales, purchases, countOf, bought } = group(books);
  return [...sales]
    .filter(([number, some]) => some.length > countOf(bought, number))
    .flatMap(([number, some]) => {
      const last = some.at(-1);
      return last ? [{ sale: last, purchases: purchases.get(number) ?? [] }] : [];
    });
}

function group({ ledger, control }: Pick<Books, 'control' | 'ledger'>) {
  const sales = Map.groupBy(control.sales(), ({ vendor, number }) => `${vendor} ${number}`);
  const all = ledger.entries.filter(({ kind }) => kind === 'PURCHASE');
  const purchases = Map.groupBy(all, ({ vendor, target }) => `${vendor} ${target}`);
  const bought = Map.groupBy(
    all.filter(({ status }) => status === 'SUCCEEDED'),
    ({ vendor, target }) => `${vendor} ${target}`,
  );
  const countOf = (groups: ReadonlyMap<string, readonly unknown[]>, number: string) => groups.get(number)?.length ?? 0;
  return { sales, purchases, bought, countOf };
}

/** Every sale belongs to one purchase that succeeded, and every such purchase has one sale. */
function findSoldTwice(books: Books): Breach[] {
  const { sales, purchases, bought, countOf } = group(books);
  return [...new Set([...sales.keys(), ...bought.keys()])]
    .filter((number) => countOf(sales, number) !== countOf(bought, number))
    .map((number) => ({
      text: `${number}: sold ${countOf(sales, number)}, bought ${countOf(bought, number)}`,
      operationIds: (purchases.get(number) ?? []).map(({ id }) => id),
      number: number.split(' ')[1] ?? null,
    }));
}

/** What an operation obtained is what the account has under that id. */
function findWrongNumbers({ ledger, control }: Books): Breach[] {
  const numbers = control.vendors().flatMap((vendor) => control.numbers(vendor));
  const byId = new Map(numbers.map(({ vendor, id, number }) => [toNumberId(vendor, id), number]));
  return ledger.entries
    .filter(({ kind, status }) => status === 'SUCCEEDED' && (kind === 'PURCHASE' || kind === 'SIP_IMPORT'))
    .flatMap((entry) => {
      const number = byId.get(entry.phoneNumberId ?? '') ?? entry.target;
      return number === entry.target ? [] : [toBreach(entry, `${describe(entry)} has the id of ${number}`)];
    });
}

/** A client that was told an end is told the same for ever. */
function findAnsweredDifferently({ ledger, told, control, misled, hasMisled }: Books): Breach[] {
  const byKey = new Map(ledger.entries.map((entry) => [entry.idempotencyKey, entry]));
  const saleOf = findSales(control);
  return [...told.all()].flatMap(([key, answers]) => {
    const entry = byKey.get(key);
    if (!entry) {
      const isKnown = answers.some(({ status }) => status !== 'NONE');
      return isKnown ? [{ text: `${key} is not in the ledger`, operationIds: [] }] : [];
    }
    const sale = saleOf(entry);
    const isWrong = ({ status, phoneNumberId, retryable, firstAt }: (typeof answers)[number]): boolean => {
      if (status === 'SUCCEEDED') return entry.status !== 'SUCCEEDED' || entry.phoneNumberId !== phoneNumberId;
      if (status !== 'FAILED' || retryable || entry.status === 'FAILED') return false;
      return !hasMisled(entry.id) && !(sale && misled(sale, Date.parse(firstAt)));
    };
    return answers.filter(isWrong).map(({ firstAt, status, phoneNumberId }) => ({
      ...toBreach(entry, `${key} was ${status} ${phoneNumberId} at ${firstAt}, is ${describe(entry)}`),
    }));
  });
}

/** Where an operation says that nothing happened, and whoever asks is told so, nothing had happened by then. */
function findReportedFailed(books: Books): (Breach & { readonly misledBy: 'vendor' | 'person' | null })[] {
  const { ledger, control, told, misled, hasMisled } = books;
  const saleOf = findSales(control);
  return ledger.entries.flatMap((entry) => {
    const sale = saleOf(entry);
    if (entry.kind !== 'PURCHASE' || entry.status !== 'SUCCEEDED' || sale === undefined) return [];
    const recorded = entry.failedAt.filter((at) => at > sale.at);
    const answers = told
      .of(entry.idempotencyKey ?? '')
      .filter(({ status, lastAt }) => status === 'FAILED' && lastAt > sale.at);
    const [at = answers[0]?.lastAt] = recorded;
    if (at === undefined) return [];
    const text = `${describe(entry)} was sold at ${sale.at} and reported as failed at ${at}`;
    const misledBy = hasMisled(entry.id) ? 'person' : misled(sale, Date.parse(at)) ? 'vendor' : null;
    return [{ ...toBreach(entry, text), misledBy } as const];
  });
}

/** By how much the database's clock and the fake vendors' may differ, in ms. */
const CLOCKS_DIFFER_MS = 500;

/** Finds the sale that an operation obtained its number by: one that was released may have been sold again since. */
function findSales(control: SandboxControl): (entry: Entry) => Sale | undefined {
  const sales = Map.groupBy(control.sales(), ({ vendor, number }) => `${vendor} ${number}`);
  return ({ vendor, target, succeededAt }) =>
    sales
      .get(`${vendor} ${target}`)
      ?.findLast(({ at }) => succeededAt === null || Date.parse(at) <= Date.parse(succeededAt) + CLOCKS_DIFFER_MS);
}

function toBreach({ id, target }: Pick<Entry, 'id' | 'target'>, text: string): Breach {
  return { text, operationIds: [id], number: target };
}

function describe({
  id,
  kind,
  status,
  vendor,
  target,
  idempotencyKey,
}: Omit<Entry, 'failedAt' | 'succeededAt'>): string {
  return `${kind} ${status} ${vendor} ${target} (${id}, key ${idempotencyKey})`;
}
