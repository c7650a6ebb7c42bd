import { toNumberId } from '../domain/number-id.ts';
import { acquiringKinds, type Operation } from '../domain/operation.ts';
import type { AuditSources, Contradiction } from './findings.ts';
import { readOperations } from './read-pages.ts';
import type { VendorAccounts } from './vendor-accounts.ts';

type CheckedOperations = {
  readonly count: number;
  readonly open: readonly Operation[];
  readonly needsAttention: readonly Operation[];
  readonly overdue: readonly Operation[];
  readonly contradictions: readonly Contradiction[];
};

/** Goes through the ledger once, and compares it with the registry and the accounts. */
export async function checkOperations(sources: AuditSources, accounts: VendorAccounts): Promise<CheckedOperations> {
  const open: Operation[] = [];
  const needsAttention: Operation[] = [];
  const contradictions: Contradiction[] = [];
  const suspects: Suspect[] = [];
  let count = 0;
  for await (const operations of readOperations(sources.ledger, {})) {
    count += operations.length;
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
  return { count, open, needsAttention, overdue: open.filter(isOverdue(sources)), contradictions };
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

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An operation whose outcome is open should end within an hour where the vendor has a list, within a day where not. */
function isOverdue({ vendors, since }: AuditSources): (operation: Operation) => boolean {
  return ({ status, vendor, createdAt }) => {
    const longestMs = vendors?.get(vendor)?.list ? HOUR_MS : DAY_MS;
    return status === 'PENDING' && since.getTime() - Date.parse(createdAt) > longestMs;
  };
}

/** A purchase, and a number that it asked for and did not obtain, which is in the account all the same. */
type Suspect = {
  readonly operation: Operation;
  readonly target: string;
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
      ({ target }) => target !== null && (operation.status === 'FAILED' || target !== operation.target),
    );
    for (const { target, priorNumberIds } of new Map(calls.toReversed().map((call) => [call.target, call])).values()) {
      if (target === null) continue;
      const known = await sources.registry.byAddress(operation.vendor, target);
      const inAccount = accounts.get(operation.vendor)?.idsOf.get(target) ?? [];
      const vendorIds = new Set([...inAccount, ...(known ? [known.vendorId] : [])]);
      suspects.push(...[...vendorIds].map((vendorId) => ({ operation, target, vendorId, priorNumberIds })));
    }
  }
  return suspects;
}

function isAfterTheSame(other: Operation, { operation, target }: Suspect): boolean {
  return acquiringKinds.includes(other.kind) && other.vendor === operation.vendor && other.target === target;
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
  const held = `${target} is in the account (${vendorId}), and no operation obtained it: it may have been paid for.`;
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
