import type { Database } from '../database/database.ts';
import { acquiringKinds } from '../domain/operation.ts';
import { readHistories } from './history.ts';
import type { Ledger } from './ledger.ts';
import { countOperations, readOperationPage } from './pages.ts';
import { toOperation } from './rows.ts';

/** What can be asked of the ledger. */
export type LedgerReads = Pick<
  Ledger,
  'isLeased' | 'find' | 'findByKey' | 'findLastHolding' | 'page' | 'count' | 'histories'
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
      const row = await database.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    async findByKey(account, idempotencyKey) {
      const row = await database
        .selectFrom('operations')
        .selectAll()
        .where('account', '=', account)
        .where('idempotency_key', '=', idempotencyKey)
        .executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    async findLastHolding(phoneNumberId, except) {
      const row = await database
        .selectFrom('operations')
        .selectAll()
        .where('phone_number_id', '=', phoneNumberId)
        .where('kind', 'in', [...acquiringKinds, 'RELEASE'])
        .where('status', '=', 'SUCCEEDED')
        .where('id', '<>', except)
        .orderBy('created_at', 'desc')
        .executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    page: (query) => readOperationPage(database, query),
    count: (filter) => countOperations(database, filter),
    histories: (ids) => readHistories(database, ids),
  };
}
