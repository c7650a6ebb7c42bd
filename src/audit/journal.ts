import { isByPeople } from '../domain/notes-of-people.ts';
import { fromNumberId } from '../domain/number-id.ts';
import {
  chargeOf,
  type Operation,
  type OperationKind,
  type OperationRequest,
  type OperationStatus,
  type OperationStep,
} from '../domain/operation.ts';
import type { ListPosition, Page, Paging } from '../domain/paging.ts';
import type { PhoneNumber, VendorName } from '../domain/phone-number.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Registry } from '../registry/registry.ts';

/** An operation as it is told to people outside: who did what, when, why, to which number, and whether it was charged. */
export type JournalEntry = {
  readonly begun: string;
  /** When it came to the end that it has; null while it is open. */
  readonly ended: string | null;
  readonly status: OperationStatus;
  readonly kind: OperationKind;
  readonly vendor: VendorName;
  /** The number's; what was asked for, where none came of it. */
  readonly address: string | null;
  readonly vendorId: string | null;
  /** The agent that was asked for. */
  readonly agentId: string | null;
  readonly actor: string | null;
  readonly idempotencyKey: string | null;
  readonly charged: 'yes' | 'no' | 'maybe';
  /** Calls made to the vendor. */
  readonly attempts: number;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  /** The last entry of its history. */
  readonly reason: string | null;
  /** What people have said of it: settlements, and keys that were written back. */
  readonly settlements: readonly OperationStep[];
  /** The input, without logins. */
  readonly asked: OperationRequest;
  readonly operationId: string;
  readonly numberId: string | null;
};

type JournalSources = {
  readonly ledger: Pick<Ledger, 'page' | 'histories'>;
  readonly registry: Pick<Registry, 'byIds'>;
};

/** The operations that were begun from `since` on and before `until`, both RFC 3339 in UTC with milliseconds. */
export type Period = { readonly since: string; readonly until: string };

/** What is in memory at a time, with its histories. */
const PAGE_SIZE = 200;

/** The operations begun in a period, page by page, the oldest first: in an order that does not change. */
export async function* readJournal(
  { ledger, registry }: JournalSources,
  { since, until }: Period,
): AsyncGenerator<JournalEntry[]> {
  let before: ListPosition | null = { value: since, id: '' };
  while (before !== null) {
    // The list has the newest first: its pages are read from its end.
    const paging: Paging = { direction: 'backward', size: PAGE_SIZE, after: null, before };
    const page: Page<Operation> = await ledger.page({ filter: {}, paging });
    const operations = page.edges.map(({ node }) => node).reverse();
    const wanted = operations.filter(({ createdAt }) => createdAt < until);
    const ids = wanted.map(({ id }) => id);
    const histories = ids.length === 0 ? null : await ledger.histories(ids);
    const numbers = await registry.byIds([...new Set(wanted.flatMap(({ phoneNumberId }) => phoneNumberId ?? []))]);
    yield wanted.map((operation) =>
      toEntry(operation, histories?.get(operation.id) ?? [], numbers.get(operation.phoneNumberId ?? '')),
    );
    const goesOn = page.hasPreviousPage && wanted.length === operations.length;
    before = goesOn ? (page.edges[0]?.position ?? null) : null;
  }
}

/** When an operation came to the end that it has, by its history; null while it is open. */
export function endedAt({ status }: Pick<Operation, 'status'>, history: readonly OperationStep[]): string | null {
  if (status === 'PENDING' || status === 'NEEDS_ATTENTION') return null;
  const before = history.findLastIndex((step) => step.status !== status);
  return history[before + 1]?.at ?? null;
}

function toEntry(
  operation: Operation,
  history: readonly OperationStep[],
  number: PhoneNumber | undefined,
): JournalEntry {
  const { id, kind, status, vendor, request, phoneNumberId, target, errors } = operation;
  const { createdAt: begun, actor, idempotencyKey, attempts } = operation;
  return {
    ...{ begun, ended: endedAt(operation, history), status, kind, vendor },
    address: number?.address ?? target ?? request.number ?? null,
    vendorId: fromNumberId(phoneNumberId ?? '')?.vendorId ?? request.vendorId ?? null,
    agentId: request.agentId ?? null,
    ...{ actor, idempotencyKey, charged: chargedBy(operation), attempts },
    errors: errors.map(({ code, message }) => ({ code, message })),
    reason: history.at(-1)?.note ?? null,
    settlements: history.filter(({ note }) => note !== null && isByPeople(note)),
    asked: request,
    ...{ operationId: id, numberId: phoneNumberId },
  };
}

const inWords = { YES: 'yes', NO: 'no', UNKNOWN: 'maybe' } as const;

function chargedBy({ kind, status, errors }: Operation): JournalEntry['charged'] {
  const byStatus = chargeOf(kind, status);
  const isDoubtful = byStatus === 'NO' && errors.some(({ charged }) => charged !== 'NO');
  return inWords[isDoubtful ? 'UNKNOWN' : byStatus];
}
