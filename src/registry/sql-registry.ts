import type { ExpressionBuilder } from 'kysely';
import { type Database, forCopies, passAlone } from '../database/database.ts';
import { createParts } from '../database/parts.ts';
import { nextSequence } from '../database/sequence.ts';
import { createSize } from '../database/size.ts';
import type { Tables } from '../database/tables.ts';
import { toNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import { spellingsOf } from '../domain/spelling.ts';
import { readAgentPages } from './agent-pages.ts';
import { countDrift, readDrift } from './drift.ts';
import { countAll } from './groups.ts';
import { countNumbers, readPage } from './pages.ts';
import { readReferences } from './references.ts';
import type { MissingRead, Registry } from './registry.ts';
import { toPhoneNumber } from './rows.ts';
import { countByVendor } from './summary.ts';
import { readIdsAt, recordSeen } from './writes.ts';

const MAX_STALE = 100_000;

/** The registry in a database; `rowsAtOnce` is for tests. */
export function createRegistry(database: Database, now: () => Date, rowsAtOnce?: number): Registry {
  const size = createSize(() => countAll(database));
  const copies = forCopies(database);
  const parts = createParts(database, 'numbers', { size, rowsAtOnce });
  return {
    page: (query) => readPage(database, query, parts),

    count: (filter) => countNumbers(database, filter, parts),

    counts: () => countByVendor(database),

    size,

    async byIds(ids) {
      if (ids.length === 0) return new Map();
      const rows = await database.selectFrom('numbers').selectAll().where('id', 'in', ids).execute();
      return new Map(rows.map((row) => [row.id, toPhoneNumber(row)]));
    },

    drift: (reason, paging) => readDrift(database, reason, paging),

    countDrift: (reason, most) => countDrift(database, reason, most),

    byReferences: (references) => readReferences(database, references),

    async byAddress(vendor, address) {
      const row = await database
        .selectFrom('numbers')
        .selectAll()
        .where('vendor', '=', vendor)
        .where('address', 'in', spellingsOf(address))
        .where('status', '<>', 'RELEASED')
        .orderBy('first_seen_at')
        .limit(1)
        .executeTakeFirst();
      return row ? toPhoneNumber(row) : null;
    },

    pagesOfAgents: (agentIds, query) => readAgentPages(database, agentIds, query),

    idsAt: (vendor, address) => readIdsAt(database, vendor, address),

    async byMarker(vendor, marker) {
      const row = await database
        .selectFrom('numbers')
        .selectAll()
        .where('marker', '=', marker)
        .where('vendor', '=', vendor)
        .executeTakeFirst();
      return row ? toPhoneNumber(row) : null;
    },

    async markerOf(id) {
      const row = await database.selectFrom('numbers').select('marker').where('id', '=', id).executeTakeFirst();
      return row?.marker ?? null;
    },

    sequence: () => nextSequence(copies),

    async stale(vendor, syncedBefore) {
      const rows = await database
        .selectFrom('numbers')
        .select('vendor_id')
        .where('vendor', '=', vendor)
        .where('status', '<>', 'RELEASED')
        // Or at a time that is yet to come, from before the clock was set back.
        .where((row) => row.or([row('synced_at', '<', syncedBefore), row('synced_at', '>', now().toISOString())]))
        .orderBy('synced_at')
        .limit(MAX_STALE)
        .execute();
      return rows.map((row) => row.vendor_id);
    },

    recordSeen: (vendor, numbers, since) => recordSeen(copies, { vendor, numbers, since, at: now().toISOString() }),

    async missing(vendor, read, limit) {
      const rows = await database
        .selectFrom('numbers')
        .select('vendor_id')
        .where('vendor', '=', vendor)
        .where('status', '<>', 'RELEASED')
        .where((row) => isUnseen(row, read))
        .orderBy('synced_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => row.vendor_id);
    },

    async recordGone(vendor, read, vendorIds = null) {
      const result = await database
        .updateTable('numbers')
        .set({ status: 'RELEASED', gone_at: now().toISOString() })
        .where('vendor', '=', vendor)
        .where('status', '<>', 'RELEASED')
        .where((row) => isUnseen(row, read))
        .$if(vendorIds !== null, (update) => update.where('vendor_id', 'in', vendorIds ?? []))
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    async recordMissing(vendor, vendorId, read) {
      await copies
        .updateTable('numbers')
        .set({ status: 'UNKNOWN', synced_at: now().toISOString() })
        .where('id', '=', toNumberId(vendor, vendorId))
        .where('status', '<>', 'RELEASED')
        .where((row) => isUnseen(row, read))
        .execute();
    },

    async held(vendor, limit) {
      const rows = await database
        .selectFrom('numbers')
        .select('vendor_id')
        .where('vendor', '=', vendor)
        .where('status', 'not in', ['RELEASED', 'UNKNOWN'])
        // Nothing is obtained from an account that has not been confirmed; what was only adopted may be another's.
        .where((row) => row.or([row('seen_seq', '>', 0), row('acquisition', '<>', 'DISCOVERED')]))
        .orderBy('synced_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => row.vendor_id);
    },

    async holdsAny(ids) {
      if (ids.length === 0) return false;
      const row = await database
        .selectFrom('numbers')
        .select('id')
        .where('id', 'in', ids)
        .where('status', '<>', 'RELEASED')
        .where('seen_seq', '>', 0)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    accountsOf: (vendor) => accountsOf(database, vendor),

    recordFirstAccount: (vendor, digest, seen) =>
      database.transaction().execute(async (transaction) => {
        await passAlone(transaction, 'vendor-accounts');
        const recorded = await accountsOf(transaction, vendor);
        if ([...recorded].some((one) => one !== digest && !seen.has(one))) return false;
        await transaction.deleteFrom('vendor_accounts').where('vendor', '=', vendor).execute();
        const confirmed_at = now().toISOString();
        await transaction.insertInto('vendor_accounts').values({ vendor, digest, confirmed_at }).execute();
        return true;
      }),

    async recordAccount(vendor, digest) {
      await database
        .insertInto('vendor_accounts')
        .values({ vendor, digest, confirmed_at: now().toISOString() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async syncTimes() {
      const rows = await database.selectFrom('vendor_syncs').selectAll().execute();
      return new Map(rows.map((row) => [row.vendor, row.synced_at]));
    },

    async recordSynced(vendor, at) {
      await copies
        .insertInto('vendor_syncs')
        .values({ vendor, synced_at: at })
        .onConflict((conflict) => conflict.column('vendor').doUpdateSet({ synced_at: at }))
        .execute();
    },
  };
}

async function accountsOf(database: Database, vendor: VendorName): Promise<Set<string>> {
  const rows = await database.selectFrom('vendor_accounts').select('digest').where('vendor', '=', vendor).execute();
  return new Set(rows.map(({ digest }) => digest));
}

/** Numbers that a read has not seen, and should have: neither written nor obtained since, and not seen by a newer one. */
function isUnseen(row: ExpressionBuilder<Tables, 'numbers'>, { since, obtainedBefore }: MissingRead) {
  return row.and([
    row('seen_seq', '<', since),
    row('written_seq', '<', since),
    row.or([row('obtained_at', 'is', null), row('obtained_at', '<', obtainedBefore)]),
  ]);
}
