import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type Database, passAlone } from '../database/database.ts';
import type { OperationRow, Tables } from '../database/tables.ts';
import { placeOf, rangeOfItems, toItemKey } from '../domain/bulk.ts';
import { insertOnce, isSameRequest } from './claims.ts';
import type { Leases } from './leases.ts';
import type { Ledger, NewBulk, NewOperation } from './ledger.ts';
import { newOperationRow, toOperation } from './rows.ts';

type BulkSettings = { readonly database: Database; readonly now: () => Date; readonly leases: Leases };

/** How the operations of a bulk are written down. */
export function createBulks({ database, now, leases }: BulkSettings): Pick<Ledger, 'beginBulk'> {
  /** Nobody has leased it: whoever comes to it first begins it, and reconciliation after a while. */
  const toRow = (operation: NewOperation): OperationRow => {
    const { due_at } = leases.renewed();
    const facts = { id: randomUUID(), at: now().toISOString(), lease: '', leaseUntil: due_at };
    return { ...newOperationRow(operation, facts), lease: null, lease_until: null, due_at };
  };

  return {
    beginBulk: (bulk) =>
      database.transaction().execute(async (transaction) => {
        // Of two with one key, the second sees what the first has written.
        await passAlone(transaction, 'bulk');
        const known = await readKnown(transaction, bulk);
        const other = [...known.values()].find((row) => !isItemOf(bulk, row));
        if (other) return { state: 'key-reused', operation: toOperation(other) };
        const operations = [];
        for (const [index, item] of bulk.items.entries()) {
          const row = known.get(toItemKey({ key: bulk.key, index }));
          if (row) operations.push({ operation: toOperation(row), isNew: false });
          else if (!item?.isValid) operations.push(null);
          else {
            const fresh = toRow(item.operation);
            await insertOnce(transaction, fresh);
            operations.push({ operation: toOperation(fresh), isNew: true });
          }
        }
        return { state: 'begun', operations };
      }),
  };
}

/** Whether what is on record under the bulk's key is what the bulk asks for. */
function isItemOf({ kind, items }: NewBulk, row: OperationRow): boolean {
  const place = placeOf(row.idempotency_key);
  if (!place || row.kind !== kind || place.index >= items.length) return false;
  const item = items[place.index];
  return !item || isSameRequest(row, item.operation);
}

/** What is on record of a bulk, and of anything else with its key, by key. */
async function readKnown(
  transaction: Transaction<Tables>,
  { account, key }: NewBulk,
): Promise<ReadonlyMap<string | null, OperationRow>> {
  const { after, before } = rangeOfItems(key);
  const rows = await transaction
    .selectFrom('operations')
    .selectAll()
    .where('account', '=', account)
    .where((row) =>
      row.or([
        row('idempotency_key', '=', key),
        row.and([row('idempotency_key', '>', after), row('idempotency_key', '<', before)]),
      ]),
    )
    .execute();
  return new Map(rows.map((row) => [row.idempotency_key, row]));
}
