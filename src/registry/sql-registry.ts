import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'kysely';
import { type Database, lockingRows } from '../database/database.ts';
import { nextSequence } from '../database/sequence.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { VendorNumber } from '../vendors/vendor.ts';
import { readAgentPages } from './agent-pages.ts';
import { matching, NUL, readPage } from './pages.ts';
import type { NumberWrite, Registry } from './registry.ts';
import { mergeRow, toPhoneNumber } from './rows.ts';

const MAX_STALE = 100_000;

/** The registry in a database. */
export function createRegistry(database: Database, now: () => Date): Registry {
  return {
    page: (query) => readPage(database, query),

    async count(filter) {
      const { total } = await matching(database.selectFrom('phone_numbers'), filter)
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return Number(total);
    },

    async byIds(ids) {
      const possible = ids.filter((id) => !id.includes(NUL));
      if (possible.length === 0) return new Map();
      const rows = await database.selectFrom('phone_numbers').selectAll().where('id', 'in', possible).execute();
      return new Map(rows.map((row) => [row.id, toPhoneNumber(row)]));
    },

    async byAddress(vendor, address) {
      const row = await database
        .selectFrom('phone_numbers')
        .selectAll()
        .where('vendor', '=', vendor)
        .where('address', '=', address)
        .where('status', '<>', 'RELEASED')
        .orderBy('first_seen_at')
        .limit(1)
        .executeTakeFirst();
      return row ? toPhoneNumber(row) : null;
    },

    pagesOfAgents: (agentIds, paging) => readAgentPages(database, agentIds, paging),

    idsAt: (vendor, address) => readIdsAt(database, vendor, address),

    moment: () => nextSequence(database),

    async stale(vendor, syncedBefore) {
      const rows = await database
        .selectFrom('phone_numbers')
        .select('vendor_id')
        .where('vendor', '=', vendor)
        .where('status', '<>', 'RELEASED')
        .where('synced_at', '<', syncedBefore)
        .orderBy('synced_at')
        .limit(MAX_STALE)
        .execute();
      return rows.map((row) => row.vendor_id);
    },

    async recordSeen(vendor, numbers, since) {
      const at = now().toISOString();
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
          if (before && before.writtenSeq > since) continue;
          const merged = mergeRow(before, { vendor, vendorId: reported.vendorId, reported }, at);
          if (!merged) continue;
          const row = { ...merged, seenSeq: Math.max(merged.seenSeq, since) };
          if (!before) fresh.push(row);
          else if (isConfirmed(before, row)) confirmed.push(row.id);
          else await update(transaction, row);
        }
        // A new one that somebody else has inserted meanwhile is at least as fresh; it was seenSeq all the same.
        const others = await insert(transaction, fresh);
        await recordSeenSeq(transaction, others, { seenSeq: since });
        await recordSeenSeq(transaction, confirmed, { seenSeq: since, synced_at: at });
      });
    },

    async recordGone(vendor, since) {
      const result = await database
        .updateTable('phone_numbers')
        .set({ status: 'RELEASED' })
        .where('vendor', '=', vendor)
        .where('status', '<>', 'RELEASED')
        .where('seenSeq', '<', since)
        .where('writtenSeq', '<', since)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    async recordMissing(vendor, vendorId, since) {
      await database
        .updateTable('phone_numbers')
        .set({ status: 'UNKNOWN', synced_at: now().toISOString() })
        .where('id', '=', toNumberId(vendor, vendorId))
        .where('status', '<>', 'RELEASED')
        .where('seenSeq', '<', since)
        .where('writtenSeq', '<', since)
        .execute();
    },

    async lastSyncedAt(vendor) {
      const row = await database
        .selectFrom('vendor_syncs')
        .select('synced_at')
        .where('vendor', '=', vendor)
        .executeTakeFirst();
      return row?.synced_at ?? null;
    },

    async recordSynced(vendor, at) {
      await database
        .insertInto('vendor_syncs')
        .values({ vendor, synced_at: at })
        .onConflict((conflict) => conflict.column('vendor').doUpdateSet({ synced_at: at }))
        .execute();
    },
  };
}

/** Writes one number inside the caller's transaction: how an operation ends with its result in the registry. */
export async function writeNumber(transaction: Transaction<Tables>, write: NumberWrite, at: string): Promise<void> {
  const change = async (): Promise<boolean> => {
    const [known] = await selectForChange(transaction, [toNumberId(write.vendor, write.vendorId)]);
    const isOutdated = known !== undefined && write.readAt !== undefined && known.writtenSeq > write.readAt;
    const row = mergeRow(known ?? null, isOutdated ? withoutOutdated(write) : write, at);
    if (!row) return true;
    const writtenSeq = { ...row, writtenSeq: await nextSequence(transaction) };
    return known ? update(transaction, writtenSeq) : (await insert(transaction, [writtenSeq])).length === 0;
  };
  // One that somebody else has inserted meanwhile is there to be changed the second time.
  if (!(await change())) await change();
}

/** What stays true of a number that an operation has written since: not how it was, nor how it was named then. */
function withoutOutdated({ vendor, vendorId, local = {} }: NumberWrite): NumberWrite {
  const { label: _label, ...others } = local;
  return { vendor, vendorId, local: others };
}

/** Locks the rows, in one order: two transactions that go for the same ones must not wait for each other. */
async function selectForChange(transaction: Transaction<Tables>, ids: readonly string[]): Promise<PhoneNumberRow[]> {
  if (ids.length === 0) return [];
  const rows = transaction.selectFrom('phone_numbers').selectAll().where('id', 'in', ids).orderBy('id');
  return lockingRows(transaction, rows).execute();
}

function byVendorId(one: VendorNumber, other: VendorNumber): number {
  return one.vendorId < other.vendorId ? -1 : 1;
}

async function update(transaction: Transaction<Tables>, row: PhoneNumberRow): Promise<true> {
  await transaction.updateTable('phone_numbers').set(row).where('id', '=', row.id).execute();
  return true;
}

/** A statement takes a limited number of values: 32,766 on SQLite, of which a row has some twenty. */
const ROWS_PER_INSERT = 500;

/** Gives the ids of those that are not new: another transaction was first. */
async function insert(transaction: Transaction<Tables>, rows: readonly PhoneNumberRow[]): Promise<string[]> {
  const inserted = new Set<string>();
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const added = await transaction
      .insertInto('phone_numbers')
      .values(rows.slice(from, from + ROWS_PER_INSERT))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute();
    for (const { id } of added) inserted.add(id);
  }
  return rows.map(({ id }) => id).filter((id) => !inserted.has(id));
}

/** Says that a read seenSeq these numbers; of two reads at once, the newer one counts. */
async function recordSeenSeq(
  transaction: Transaction<Tables>,
  ids: readonly string[],
  { seenSeq, synced_at }: Pick<PhoneNumberRow, 'seenSeq'> & { synced_at?: string },
): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .updateTable('phone_numbers')
    .set((row) => ({
      seenSeq: row.case().when('seenSeq', '<', seenSeq).then(seenSeq).else(row.ref('seenSeq')).end(),
      ...(synced_at !== undefined && { synced_at }),
    }))
    .where('id', 'in', ids)
    .execute();
}

/** Whether nothing but the time of the confirmation is new: to write that alone is much cheaper. */
function isConfirmed(before: PhoneNumberRow, row: PhoneNumberRow): boolean {
  return isDeepStrictEqual({ ...before, synced_at: row.synced_at, seenSeq: row.seenSeq }, row);
}

/** The ids of all numbers that are, or have been, at an address. */
export async function readIdsAt(
  database: Database | Transaction<Tables>,
  vendor: VendorName,
  address: string,
): Promise<string[]> {
  const rows = await database
    .selectFrom('phone_numbers')
    .select('id')
    .where('vendor', '=', vendor)
    .where('address', '=', address)
    .execute();
  return rows.map(({ id }) => id);
}
