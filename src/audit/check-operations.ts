import { toNumberId } from '../domain/number-id.ts';
import { acquiringKinds, type Operation } from '../domain/operation.ts';
import type { AuditSources, Contradiction } from './findings.ts';
import { readOperations } from './read-pages.ts';
import type { VendorAccounts } from './vendor-accounts.ts';

type CheckedOperations = {
  readonly count: number;
  readonly open: readonly Operation[];
  readonly needsAttention: readonly Operation[];
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
    for (const operation of operations) suspects.push(...(await findHeld(sources, accounts, operation)));
  }
  contradictions.push(...open.filter(({ dueAt }) => dueAt === null).map(toNeverLookedAt));
  // Only now is it known which operations are open.
  for (const suspect of suspects) {
    const isBeingFoundOut = [...open, ...needsAttention].some((other) => isAfterTheSame(other, suspect.operation));
    if (!isBeingFoundOut && !(await isExplained(sources, suspect))) contradictions.push(toFailedButHeld(suspect));
  }
  return { count, open, needsAttention, contradictions };
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

/** A purchase that failed, and a number of its address that is in the account all the same. */
type Suspect = { readonly operation: Operation; readonly vendorId: string };

async function findHeld(sources: AuditSources, accounts: VendorAccounts, operation: Operation): Promise<Suspect[]> {
  const { kind, status, target, vendor } = operation;
  if (kind !== 'PURCHASE' || status !== 'FAILED' || target === null) return [];
  const known = await sources.registry.byAddress(vendor, target);
  const inAccount = accounts.get(vendor)?.idsOf.get(target) ?? [];
  const vendorIds = new Set([...inAccount, ...(known ? [known.vendorId] : [])]);
  return [...vendorIds].map((vendorId) => ({ operation, vendorId }));
}

function isAfterTheSame(other: Operation, { vendor, target }: Operation): boolean {
  return acquiringKinds.includes(other.kind) && other.vendor === vendor && other.target === target;
}

async function isExplained(sources: AuditSources, { operation, vendorId }: Suspect): Promise<boolean> {
  const phoneNumberId = toNumberId(operation.vendor, vendorId);
  if (operation.priorNumberIds.includes(phoneNumberId)) return true;
  const { edges } = await sources.ledger.page({
    // Whoever adopts a number says that it was obtained elsewhere.
    filter: { phoneNumberId, statuses: ['SUCCEEDED'], kinds: [...acquiringKinds, 'ADOPT'] },
    paging: { direction: 'forward', size: 1, after: null, before: null },
  });
  if (edges.length > 0) return true;
  // The service may have begun it again meanwhile.
  return (await sources.ledger.find(operation.id))?.status !== 'FAILED';
}

function toFailedButHeld({ operation, vendorId }: Suspect): Contradiction {
  return {
    ...partiesOf(operation),
    kind: 'FAILED_BUT_HELD',
    phoneNumberId: toNumberId(operation.vendor, vendorId),
    message:
      `PURCHASE ${operation.id} is FAILED, but ${operation.target} is in the account (${vendorId}), and no operation ` +
      'obtained it: it may have been paid for. Where a person bought it elsewhere, adoptNumber says so.',
  };
}

function toNeverLookedAt(operation: Operation): Contradiction {
  const message = `${operation.kind} ${operation.id} is open, and reconciliation will never check it.`;
  return { ...partiesOf(operation), kind: 'NEVER_LOOKED_AT', message };
}

function partiesOf({ id, vendor, target, phoneNumberId }: Operation) {
  return { vendor, address: target, phoneNumberId, operationIds: [id] };
}
