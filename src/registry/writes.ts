import { isDeepStrictEqual } from 'node:util';
import type { ExpressionBuilder, RawBuilder, Transaction } from 'kysely';
import { type Database, lockingRows } from '../database/database.ts';
import { nextSequenceValue, type Sequence } from '../database/sequence.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { PhoneNumber, VendorName } from '../domain/phone-number.ts';
import { spellingsOf } from '../domain/spelling.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';
import type { IdsAt, NumberWrite } from './registry.ts';
import { mergeRow, toPhoneNumber } from './rows.ts';

type Seen = {
  readonly vendor: VendorName;
  readonly numbers: readonly VendorNumber[];
  readonly since: Sequence;
  readonly at: string;
};

/** Takes in what a read found; see `Registry.recordSeen`. */
export async function recordSeen(database: Database, { vendor, numbers, since, at }: Seen): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const known = await selectForChange(
      transaction,
      numbers.map((number) => toNumberId(vendor, number.vendorId)),
    );
    const knownByVendorId = new Map(known.map((row) => [row.vendor_id, row]));
    const fresh: PhoneNumberRow[] = [];
    const confirmed: string[] = [];
    for (const reported of numbers.toSorted(byVendorId)) {
      const before = knownByVendorId.get(reported.vendorId) ?? null;
      if (before && before.written_seq > since) continue;
      const merged = mergeRow(before, { vendor, vendorId: reported.vendorId, reported }, at);
      if (!merged) continue;
      const row = { ...merged, seen_seq: Math.max(merged.seen_seq, since) };
      if (!before) fresh.push(row);
      else if (isOnlyConfirmed(before, row)) confirmed.push(row.id);
      else await update(transaction, row);
    }
    // A new one that somebody else has inserted meanwhile is at least as fresh; the read has seen it all the same.
    const others = await insert(transaction, fresh);
    await recordSeenSeq(transaction, others, { seen_seq: since });
    await recordSeenSeq(transaction, confirmed, { seen_seq: since, synced_at: at });
  });
}

/**
 * Writes one number inside the caller's transaction: how an operation ends with its result in the registry. Returns
 * it as it is now; null for a number that is neither known nor reported.
 */
export async function writeNumber(
  transaction: Transaction<Tables>,
  write: NumberWrite,
  at: string,
): Promise<PhoneNumber | null> {
  const change = async (): Promise<PhoneNumberRow | 'inserted-by-another' | null> => {
    const [known] = await selectForChange(transaction, [toNumberId(write.vendor, write.vendorId)]);
    const isOutdated = known !== undefined && write.readAt !== undefined && known.written_seq > write.readAt;
    const merged = mergeRow(known ?? null, isOutdated ? withoutOutdated(write) : write, at);
    if (!merged) return null;
    // A release was under way while the account was read, which showed a number that had just been obtained: perhaps this one
    // was released, or perhaps the one before it with the same id.
    const isObtained = write.reported !== undefined && write.local?.acquisition !== undefined;
    if (isOutdated && isObtained && merged.status === 'RELEASED') merged.status = 'UNKNOWN';
    const row = { ...merged, written_seq: await nextSequenceValue(transaction) };
    if (known) await update(transaction, row);
    else if ((await insert(transaction, [row])).length > 0) return 'inserted-by-another';
    return merged;
  };
  const first = await change();
  // One that somebody else has inserted meanwhile is there to be changed the second time.
  const row = first === 'inserted-by-another' ? await change() : first;
  return row === null || row === 'inserted-by-another' ? null : toPhoneNumber(row);
}

/** What stays true of a number that an operation has written since: not how it was, nor its name, nor that it was gone. */
function withoutOutdated({ vendor, vendorId, local = {} }: NumberWrite): NumberWrite {
  const { label: _label, released: _released, ...others } = local;
  return { vendor, vendorId, local: others };
}

/** Locks the rows, in one order: two transactions that go for the same ones must not wait for each other. */
async function selectForChange(transaction: Transaction<Tables>, ids: readonly string[]): Promise<PhoneNumberRow[]> {
  if (ids.length === 0) return [];
  const rows = transaction.selectFrom('numbers').selectAll().where('id', 'in', ids).orderBy('id');
  return lockingRows(transaction, rows).execute();
}

function byVendorId(one: VendorNumber, other: VendorNumber): number {
  return one.vendorId < other.vendorId ? -1 : 1;
}

/** A row as it is written; the database may draw the sequence number itself. */
type Written = Omit<PhoneNumberRow, 'written_seq'> & { readonly written_seq: Sequence | RawBuilder<Sequence> };

async function update(transaction: Transaction<Tables>, row: Written): Promise<void> {
  await transaction.updateTable('numbers').set(row).where('id', '=', row.id).execute();
}

/** A statement takes a limited number of values: 32,766 on SQLite, of which a row has some twenty. */
const ROWS_PER_INSERT = 500;

/** Returns the ids that already existed, inserted by a concurrent transaction. */
async function insert(transaction: Transaction<Tables>, rows: readonly Written[]): Promise<string[]> {
  const inserted = new Set<string>();
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const added = await transaction
      .insertInto('numbers')
      .values(rows.slice(from, from + ROWS_PER_INSERT))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute();
    for (const { id } of added) inserted.add(id);
  }
  return rows.map(({ id }) => id).filter((id) => !inserted.has(id));
}

/** Stamps numbers with the sequence number of a read that saw them; of two reads at once, the newer one counts. */
async function recordSeenSeq(
  transaction: Transaction<Tables>,
  ids: readonly string[],
  { seen_seq, synced_at }: Pick<PhoneNumberRow, 'seen_seq'> & { synced_at?: string },
): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .updateTable('numbers')
    .set((row) => ({
      seen_seq: row.case().when('seen_seq', '<', seen_seq).then(row.val(seen_seq)).else(row.ref('seen_seq')).end(),
      ...(synced_at !== undefined && { synced_at }),
    }))
    .where('id', 'in', ids)
    .execute();
}

/** Whether a number's address is known from more than an answer that was wrong about the number that was asked for. */
export function isConfirmed(row: ExpressionBuilder<Tables, 'numbers'>) {
  return row.or([row('acquisition', '<>', 'DISCOVERED'), row('obtained_at', 'is', null), row('seen_seq', '>', 0)]);
}

/** Whether nothing but the time of the confirmation is new: to write that alone is much cheaper. */
function isOnlyConfirmed(before: PhoneNumberRow, row: PhoneNumberRow): boolean {
  return isDeepStrictEqual({ ...before, synced_at: row.synced_at, seen_seq: row.seen_seq }, row);
}

/** See `Registry.idsAt`. */
export async function readIdsAt(
  database: Database | Transaction<Tables>,
  vendor: VendorName,
  address: string,
): Promise<IdsAt> {
  const rows = await database
    .selectFrom('numbers')
    .select(['id', 'status', 'seen_seq', 'acquisition'])
    .where('vendor', '=', vendor)
    .where('address', 'in', spellingsOf(address))
    .where(isConfirmed)
    .execute();
  // A single read has missed it; or no list has ever shown it, so that what lists leave out says little.
  const isUnclear = ({ status, seen_seq, acquisition }: (typeof rows)[number]): boolean =>
    status === 'UNKNOWN' || (status === 'RELEASED' && seen_seq === 0 && acquisition !== 'DISCOVERED');
  const ids = (which: (row: (typeof rows)[number]) => boolean) => rows.filter(which).map(({ id }) => id);
  return {
    held: ids((row) => row.status !== 'RELEASED' || isUnclear(row)),
    released: ids((row) => row.status === 'RELEASED' || isUnclear(row)),
  };
}
