import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { toNumberId } from '../domain/number-id.ts';
import { readAgentPages } from './agent-pages.ts';
import { matching, readPage } from './number-pages.ts';
import { mergeRow, toPhoneNumber } from './number-rows.ts';
import type { NumberWrite, Registry } from './registry.ts';

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
      const rows = await selectByIds(database, ids);
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

    async firstSeenAt(id) {
      const row = await database
        .selectFrom('phone_numbers')
        .select('first_seen_at')
        .where('id', '=', id)
        .executeTakeFirst();
      return row?.first_seen_at ?? null;
    },

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
        const known = await selectByIds(
          transaction,
          numbers.map((number) => toNumberId(vendor, number.vendorId)),
        );
        const knownByVendorId = new Map(known.map((row) => [row.vendor_id, row]));
        const rows = numbers.flatMap((told) => {
          const before = knownByVendorId.get(told.vendorId) ?? null;
          if (before && before.touched_at >= since) return [];
          return mergeRow(before, { vendor, vendorId: told.vendorId, told }, at) ?? [];
        });
        await upsert(transaction, rows);
      });
    },

    async recordGone(vendor, since) {
      const result = await database
        .updateTable('phone_numbers')
        .set({ status: 'RELEASED' })
        .where('vendor', '=', vendor)
        .where('status', '<>', 'RELEASED')
        .where('synced_at', '<', since)
        .where('touched_at', '<', since)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    async recordMissing(vendor, vendorId, since) {
      await database
        .updateTable('phone_numbers')
        .set({ status: 'UNKNOWN', synced_at: now().toISOString() })
        .where('id', '=', toNumberId(vendor, vendorId))
        .where('status', '<>', 'RELEASED')
        .where('touched_at', '<', since)
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
  const [known] = await selectByIds(transaction, [toNumberId(write.vendor, write.vendorId)]);
  const row = mergeRow(known ?? null, write, at);
  if (row) await upsert(transaction, [{ ...row, touched_at: at }]);
}

async function selectByIds(database: Kysely<Tables>, ids: readonly string[]): Promise<PhoneNumberRow[]> {
  if (ids.length === 0) return [];
  return database.selectFrom('phone_numbers').selectAll().where('id', 'in', ids).execute();
}

async function upsert(transaction: Transaction<Tables>, rows: PhoneNumberRow[]): Promise<void> {
  for (const row of rows) {
    await transaction
      .insertInto('phone_numbers')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }
}
