import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { readHistories } from './history.ts';
import type { Ledger } from './ledger.ts';
import { countOperations, readOperationPage } from './pages.ts';
import { toOperation } from './rows.ts';

/** What can be asked of the ledger. */
export type LedgerReads = Pick<
  Ledger,
  'isLeased' | 'find' | 'findByKey' | 'findOpen' | 'findOwner' | 'page' | 'count' | 'histories'
>;

/** The part of the ledger that changes nothing. */
export function createLedgerReads(database: Database, now: () => Date): LedgerReads {
  return {
    async isLeased(id) {
      const row = await database
        .selectFrom('operations')
        .select('id')
        .where('id', '=', id)
        .where('lease', 'is not', null)
        .where('lease_until', '>', now().toISOString())
        .executeTakeFirst();
      return row !== undefined;
    },

    async find(id) {
      // PostgreSQL takes no text with a NUL in it, and no id of ours has one.
      if (id.includes('\u0000')) return null;
      const row = await database.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    async findByKey(account, idempotencyKey) {
      if (idempotencyKey.includes('\u0000')) return null;
      const row = await database
        .selectFrom('operations')
        .selectAll()
        .where('account', '=', account)
        .where('idempotency_key', '=', idempotencyKey)
        .executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    async findOpen(vendor, target) {
      const row = await database
        .selectFrom('operations')
        .selectAll()
        .where('vendor', '=', vendor)
        .where('target', '=', target)
        // Word for word as in the index of open targets, or SQLite does not take it.
        .where(sql<boolean>`status in ('PENDING', 'NEEDS_ATTENTION')`)
        .executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    async findOwner(phoneNumberId, except) {
      const row = await database
        .selectFrom('operations')
        .selectAll()
        .where('phone_number_id', '=', phoneNumberId)
        .where('kind', 'in', ['PURCHASE', 'SIP_IMPORT', 'SIP_CREATE'])
        .where('status', '=', 'SUCCEEDED')
        .where('id', '<>', except)
        .executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    page: (query) => readOperationPage(database, query),
    count: (filter) => countOperations(database, filter),
    histories: (ids) => readHistories(database, ids),
  };
}
