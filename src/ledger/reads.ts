import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { countRows } from '../database/filtered.ts';
import { createParts } from '../database/parts.ts';
import { createSize } from '../database/size.ts';
import { doubtfulOutcomes, isInDoubt } from '../domain/call.ts';
import { readHistories } from './history.ts';
import { readLastHolding } from './last-holding.ts';
import type { Ledger } from './ledger.ts';
import { countOperations, readOperationPage } from './pages.ts';
import { toCall, toOperation } from './rows.ts';
import { countPurchasesByDay, summarise } from './summary.ts';
import type { UnderWay } from './under-way.ts';

/** What can be asked of the ledger. */
export type LedgerReads = Pick<
  Ledger,
  | 'isLeased'
  | 'find'
  | 'byIds'
  | 'calls'
  | 'callsOf'
  | 'hasAsked'
  | 'callsInDoubt'
  | 'findByKey'
  | 'byKeys'
  | 'findOpen'
  | 'isKnownNumber'
  | 'findLastHolding'
  | 'page'
  | 'count'
  | 'size'
  | 'summary'
  | 'purchasesByDay'
  | 'histories'
>;

/** `underWay`: what this process works on. `rowsAtOnce` is for tests. */
type ReadSettings = { readonly underWay?: UnderWay; readonly rowsAtOnce?: number };

/** The part of the ledger that changes nothing. */
export function createLedgerReads(
  database: Database,
  now: () => Date,
  { underWay, rowsAtOnce }: ReadSettings = {},
): LedgerReads {
  const size = createSize(() => countRows(database.selectFrom('operations').selectAll()));
  const parts = createParts(database, 'operations', { size, rowsAtOnce });
  return {
    async isLeased(id) {
      if (underWay?.has(id)) return true;
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

    async byIds(ids) {
      if (ids.length === 0) return new Map();
      const rows = await database.selectFrom('operations').selectAll().where('id', 'in', ids).execute();
      return new Map(rows.map((row) => [row.id, toOperation(row)]));
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

    async byKeys(account, idempotencyKeys) {
      if (idempotencyKeys.length === 0) return new Map();
      const rows = await database
        .selectFrom('operations')
        .selectAll()
        .where('account', '=', account)
        .where('idempotency_key', 'in', idempotencyKeys)
        .execute();
      return new Map(rows.map((row) => [row.idempotency_key ?? '', toOperation(row)]));
    },

    async calls(operationId) {
      const rows = await database
        .selectFrom('operation_calls')
        .selectAll()
        .where('operation_id', '=', operationId)
        .orderBy('attempt')
        .execute();
      return rows.map(toCall);
    },

    async callsInDoubt(vendor) {
      const rows = await database
        .selectFrom('operation_calls as call')
        .innerJoin('operations as operation', 'operation.id', 'call.operation_id')
        .selectAll('call')
        .where('call.vendor', '=', vendor)
        .where('operation.status', '<>', 'SUCCEEDED')
        .where((row) => row.or([row('call.outcome', 'is', null), row('call.outcome', 'in', doubtfulOutcomes)]))
        .orderBy('call.sent_at', 'desc')
        .limit(500)
        .execute();
      return rows.map(toCall).filter(isInDoubt);
    },

    async hasAsked(vendor, { target, account }) {
      const row = await database
        .selectFrom('operation_calls')
        .select('seq')
        .where('vendor', '=', vendor)
        .where('target', '=', target)
        .where('account', '=', account)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async callsOf(operationIds) {
      if (operationIds.length === 0) return new Map();
      const rows = await database
        .selectFrom('operation_calls')
        .selectAll()
        .where('operation_id', 'in', operationIds)
        .orderBy('attempt')
        .execute();
      return Map.groupBy(rows.map(toCall), ({ operationId }) => operationId);
    },

    async findOpen(vendor, target) {
      const row = await database
        .selectFrom('operations')
        .selectAll()
        .where('vendor', '=', vendor)
        .where('target', '=', target)
        .where('status', 'in', ['PENDING', 'NEEDS_ATTENTION'])
        .executeTakeFirst();
      return row ? toOperation(row) : null;
    },

    async isKnownNumber(phoneNumberId, except) {
      const { rows } = await sql<{ id: string }>`
        select id from ${sql.table('numbers')} where id = ${phoneNumberId}
        union all
        select id from ${sql.table('operations')} where phone_number_id = ${phoneNumberId} and id <> ${except}
        limit 1`.execute(database);
      return rows.length > 0;
    },

    async findLastHolding(phoneNumberId, except) {
      const row = await readLastHolding(database, phoneNumberId, except);
      return row ? toOperation(row) : null;
    },

    page: (query) => readOperationPage(database, query, parts),
    size,
    count: (filter) => countOperations(database, filter, parts),
    summary: () => summarise(database),
    purchasesByDay: (since) => countPurchasesByDay(database, since),
    histories: (ids, last) => readHistories(database, ids, last),
  };
}
