import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type Database, lockingRows } from '../database/database.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { isInDoubt } from '../domain/call.ts';
import { notesOfPeople } from '../domain/notes-of-people.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { Operation, OperationKind } from '../domain/operation.ts';
import type { Acquisition, VendorName } from '../domain/phone-number.ts';
import { spellingsOf } from '../domain/spelling.ts';
import type { Sequence } from '../registry/registry.ts';
import { writeNumber } from '../registry/writes.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';
import { addStep } from './history.ts';
import { readLastHolding } from './last-holding.ts';
import { newOperationRow, toCall, toOperation } from './rows.ts';

/** In place of a fingerprint, where nobody knows any more what was asked for. Every input is taken for it. */
export const ANY_INPUT = 'any';

/** A key of a ledger that was lost, and the number that it bought, as the vendor reports it. */
export type LostKey = {
  readonly account: string;
  readonly idempotencyKey: string;
  readonly kind: Extract<OperationKind, 'PURCHASE' | 'SIP_IMPORT' | 'SIP_CREATE'>;
  readonly vendor: VendorName;
  readonly reported: VendorNumber & { readonly address: string };
  /** Taken before the vendor was read. */
  readonly readAt: Sequence;
};

/**
 * What came of writing a key back.
 * - `restored`: it is on record now, with its number; `known`: it was before.
 * - `key-taken`: the key is on record, and not as one that may have this number.
 * - `number-taken`: another operation has obtained the number.
 * - `number-in-doubt`: another operation has asked for it, and may have obtained it.
 */
export type Restored = {
  readonly state: 'restored' | 'known' | 'key-taken' | 'number-taken' | 'number-in-doubt';
  /** The key's own; the other one where the number is another's. */
  readonly operation: Operation;
};

const acquisitions = {
  PURCHASE: 'PURCHASED',
  SIP_IMPORT: 'SIP_IMPORTED',
  SIP_CREATE: 'SIP_CREATED',
} as const satisfies Record<LostKey['kind'], Acquisition>;

/** Writes a key back with the number that it bought. Where it refuses, nothing changes but what a read may change. */
export function restoreKey(database: Database, now: () => Date, lost: LostKey): Promise<Restored> {
  return database.transaction().execute(async (transaction) => {
    const at = now().toISOString();
    const { vendor, kind, reported, readAt } = lost;
    const number = { vendor, vendorId: reported.vendorId, reported, readAt };
    const phoneNumberId = toNumberId(vendor, reported.vendorId);
    // Locks the number until the end: of two keys for one number, the second one sees the first.
    await writeNumber(transaction, number, at);
    const known = await findByKey(transaction, lost);
    if (known?.status === 'SUCCEEDED' && known.phone_number_id === phoneNumberId && known.kind === kind)
      return { state: 'known', operation: toOperation(known) };
    if (known && !(await mayHave(transaction, known, { lost, at })))
      return { state: 'key-taken', operation: toOperation(known) };
    const other = await findOther(transaction, lost, known?.id ?? '');
    if (other) return other;
    const row = await writeOperation(transaction, known, { lost, phoneNumberId, at });
    const note = `${notesOfPeople.writtenBack}this key obtained ${reported.address} (${reported.vendorId}).`;
    await addStep(transaction, { operation_id: row.id, status: 'SUCCEEDED', at, note });
    await writeNumber(transaction, { ...number, local: { acquisition: acquisitions[kind] } }, at);
    return { state: 'restored', operation: toOperation(row) };
  });
}

function findByKey(
  transaction: Transaction<Tables>,
  { account, idempotencyKey }: LostKey,
): Promise<OperationRow | undefined> {
  const known = transaction
    .selectFrom('operations')
    .selectAll()
    .where('account', '=', account)
    .where('idempotency_key', '=', idempotencyKey);
  return lockingRows(transaction, known).executeTakeFirst();
}

/**
 * A backup may know a key by a failure after which it went on, or by its beginning alone. Such a key may have the number,
 * unless another call of it may have bought another one.
 */
async function mayHave(
  transaction: Transaction<Tables>,
  known: OperationRow,
  { lost, at }: { lost: LostKey; at: string },
): Promise<boolean> {
  const isLeased = known.lease !== null && (known.lease_until ?? '') > at;
  const isOver = known.status === 'FAILED' || (known.status === 'PENDING' && known.sent_at === null);
  if (!isOver || isLeased || known.kind !== lost.kind || known.vendor !== lost.vendor) return false;
  const rows = await transaction
    .selectFrom('operation_calls')
    .selectAll()
    .where('operation_id', '=', known.id)
    .execute();
  const spellings = spellingsOf(lost.reported.address);
  return rows.map(toCall).every((call) => !isInDoubt(call) || call.target === null || spellings.includes(call.target));
}

async function findOther(
  transaction: Transaction<Tables>,
  { vendor, reported }: LostKey,
  except: string,
): Promise<Restored | null> {
  const last = await readLastHolding(transaction, toNumberId(vendor, reported.vendorId), except);
  if (last && last.kind !== 'RELEASE') {
    const state = last.status === 'SUCCEEDED' ? 'number-taken' : 'number-in-doubt';
    return { state, operation: toOperation(last) };
  }
  const open = await transaction
    .selectFrom('operations as operation')
    .innerJoin('operation_calls as call', 'call.operation_id', 'operation.id')
    .selectAll('operation')
    .where('call.vendor', '=', vendor)
    .where('call.target', 'in', spellingsOf(reported.address))
    .where((row) => row.or([row('call.outcome', 'is', null), row('call.outcome', 'in', ['unknown', 'conflict'])]))
    .where('operation.status', '<>', 'SUCCEEDED')
    .where('operation.id', '<>', except)
    .executeTakeFirst();
  return open ? { state: 'number-in-doubt', operation: toOperation(open) } : null;
}

/** Without a target that was never asked for: settled as failed, such a key could ask for nothing that it may have. */
async function writeOperation(
  transaction: Transaction<Tables>,
  known: OperationRow | undefined,
  { lost, phoneNumberId, at }: { lost: LostKey; phoneNumberId: string; at: string },
): Promise<OperationRow> {
  const obtained = {
    status: 'SUCCEEDED',
    errors: '[]',
    phone_number_id: phoneNumberId,
    follow_up: null,
    due_at: null,
    lease: null,
    lease_until: null,
    // A person says so, and can correct it.
    settled_at: at,
    updated_at: at,
  } as const;
  if (known) {
    const isAsked = known.target !== null && spellingsOf(lost.reported.address).includes(known.target);
    return transaction
      .updateTable('operations')
      .set({ ...obtained, target: isAsked ? known.target : null })
      .where('id', '=', known.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }
  const { account, idempotencyKey, kind, vendor } = lost;
  const asked = { account, idempotencyKey, kind, vendor, actor: null, phoneNumberId, request: {} };
  const facts = { id: randomUUID(), at, lease: '', leaseUntil: at };
  return transaction
    .insertInto('operations')
    .values({ ...newOperationRow({ ...asked, fingerprint: ANY_INPUT }, facts), ...obtained })
    .returningAll()
    .executeTakeFirstOrThrow();
}
