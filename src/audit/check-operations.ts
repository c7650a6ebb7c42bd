import type { OperationCall } from '../domain/call.ts';
import { fromNumberId, toNumberId } from '../domain/number-id.ts';
import { acquiringKinds, longestOpenMs, type Operation, openSince } from '../domain/operation.ts';
import type { AuditSources, Contradiction } from './findings.ts';
import { readOperations } from './read-pages.ts';
import type { VendorAccounts } from './vendor-accounts.ts';

/** What the ledger shows. */
export type CheckedOperations = {
  readonly count: number;
  readonly open: readonly Operation[];
  readonly needsAttention: readonly Operation[];
  readonly overdue: readonly Operation[];
  readonly contradictions: readonly Contradiction[];
  /** When the first operation of the ledger was begun; null where it is empty. */
  readonly since: string | null;
};

/** Goes through the ledger once, and compares it with the registry and the accounts. */
export async function checkOperations(sources: AuditSources, accounts: VendorAccounts): Promise<CheckedOperations> {
  const open: Operation[] = [];
  const needsAttention: Operation[] = [];
  const contradictions: Contradiction[] = [];
  const suspects: Suspect[] = [];
  let count = 0;
  let since: string | null = null;
  for await (const operations of readOperations(sources.ledger, {})) {
    count += operations.length;
    since = operations.at(-1)?.createdAt ?? since;
    open.push(...operations.filter(isOpen));
    needsAttention.push(...operations.filter(({ status }) => status === 'NEEDS_ATTENTION'));
    contradictions.push(...(await findUnregistered(sources, operations)));
    suspects.push(...(await findHeld(sources, accounts, operations)));
  }
  contradictions.push(...open.filter(({ dueAt }) => dueAt === null).map(toNeverLookedAt));
  // Only now is it known which operations are open.
  for (const suspect of suspects) {
    const isBeingFoundOut = [...open, ...needsAttention].some((other) => isAfterTheSame(other, suspect));
    if (!isBeingFoundOut && !(await isExplained(sources, suspect))) contradictions.push(toHeld(suspect));
  }
  return { count, since, open, needsAttention, overdue: await findOverdue(sources, open), contradictions };
}

function isOpen({ status, followUp }: Operation): boolean {
  return status === 'PENDING' || (status === 'SUCCEEDED' && followUp !== null);
}

async function findUnregistered(sources: AuditSources, operations: readonly Operation[]): Promise<Contradiction[]> {
  const obtained = operations.filter(({ kind, status }) => status === 'SUCCEEDED' && acquiringKinds.includes(kind));
  const registered = await sources.registry.byIds(obtained.flatMap(({ phoneNumberId }) => phoneNumberId ?? []));
  return obtained
    .filter(({ phoneNumberId }) => phoneNumberId === null || !registered.has(phoneNumberId))
    .map((operation) => ({
      ...partiesOf(operation),
      kind: 'NOT_IN_REGISTRY',
      message: `${operation.kind} ${operation.id} obtained ${operation.target}, and the registry does not have it.`,
    }));
}

async function findOverdue({ ledger, vendors, since }: AuditSources, open: readonly Operation[]): Promise<Operation[]> {
  const pending = open.filter(({ status }) => status === 'PENDING');
  const histories = pending.length === 0 ? null : await ledger.histories(pending.map(({ id }) => id));
  return pending.filter(({ id, vendor }) => {
    const longestMs = longestOpenMs({ hasList: vendors?.get(vendor)?.list !== undefined });
    const at = openSince(histories?.get(id) ?? []);
    return at !== null && since.getTime() - Date.parse(at) > longestMs;
  });
}

/** A purchase, and a number that it asked for and did not obtain, which is in the account all the same. */
type Suspect = {
  readonly operation: Operation;
  readonly target: string | null;
  readonly vendorId: string;
  /** What the account had there before. */
  readonly priorNumberIds: readonly string[];
};

async function findHeld(
  sources: AuditSources,
  accounts: VendorAccounts,
  operations: readonly Operation[],
): Promise<Suspect[]> {
  const ended = operations.filter(
    ({ kind, status }) => kind === 'PURCHASE' && (status === 'FAILED' || status === 'SUCCEEDED'),
  );
  const callsOf = await sources.ledger.callsOf(ended.map(({ id }) => id));
  const suspects: Suspect[] = [];
  for (const operation of ended) {
    const calls = (callsOf.get(operation.id) ?? []).filter(
      ({ target, marker }) =>
        (target ?? marker) !== null && (operation.status === 'FAILED' || target !== operation.target),
    );
    const firstCalls = new Map(calls.toReversed().map((call) => [call.target ?? call.marker, call])).values();
    for (const { target, marker, priorNumberIds } of firstCalls) {
      const known = await findKnown(sources, { vendor: operation.vendor, target, marker });
      const inAccount = accounts.get(operation.vendor)?.idsOf({ target, marker }) ?? [];
      const vendorIds = new Set([...inAccount, ...known]);
      suspects.push(...[...vendorIds].map((vendorId) => ({ operation, target, vendorId, priorNumberIds })));
    }
  }
  return suspects;
}

/** The vendor's ids of what the registry has there. What nothing but a wrong answer named says nothing. */
async function findKnown(
  { registry }: AuditSources,
  { vendor, target, marker }: Pick<OperationCall, 'vendor' | 'target' | 'marker'>,
): Promise<string[]> {
  if (target !== null) {
    const { held } = await registry.idsAt(vendor, target);
    return held.flatMap((id) => fromNumberId(id)?.vendorId ?? []);
  }
  const number = marker === null ? null : await registry.byMarker(vendor, marker);
  return number && number.status !== 'RELEASED' ? [number.vendorId] : [];
}

function isAfterTheSame(other: Operation, { operation, target }: Suspect): boolean {
  const isSame = other.target !== null && other.target === target;
  return acquiringKinds.includes(other.kind) && other.vendor === operation.vendor && isSame;
}

async function isExplained(sources: AuditSources, suspect: Suspect): Promise<boolean> {
  const { operation, vendorId, priorNumberIds } = suspect;
  const phoneNumberId = toNumberId(operation.vendor, vendorId);
  if (priorNumberIds.includes(phoneNumberId)) return true;
  const { edges } = await sources.ledger.page({
    // Whoever adopts a number says that it was obtained elsewhere.
    filter: { phoneNumberId, statuses: ['SUCCEEDED'], kinds: [...acquiringKinds, 'ADOPT'] },
    paging: { direction: 'forward', size: 1, after: null, before: null },
  });
  if (edges.length > 0) return true;
  // The service may have begun it again meanwhile.
  return (await sources.ledger.find(operation.id))?.status !== operation.status;
}

function toHeld({ operation, target, vendorId }: Suspect): Contradiction {
  const { id, status } = operation;
  const parties = { ...partiesOf(operation), address: target, phoneNumberId: toNumberId(operation.vendor, vendorId) };
  const held = `${target ?? 'its number'} is in the account (${vendorId}), and no operation obtained it: it may have been paid for.`;
  const advice = 'Where a person bought it elsewhere, adoptNumber says so.';
  return status === 'FAILED'
    ? { ...parties, kind: 'FAILED_BUT_HELD', message: `PURCHASE ${id} is FAILED, but ${held} ${advice}` }
    : {
        ...parties,
        kind: 'OBTAINED_BESIDE',
        message: `PURCHASE ${id} has obtained ${operation.target}, but ${held} ${advice}`,
      };
}

function toNeverLookedAt(operation: Operation): Contradiction {
  const message = `${operation.kind} ${operation.id} is open, and reconciliation will never check it.`;
  return { ...partiesOf(operation), kind: 'NEVER_LOOKED_AT', message };
}

function partiesOf({ id, vendor, target, phoneNumberId }: Operation) {
  return { vendor, address: target, phoneNumberId, operationIds: [id] };
}
