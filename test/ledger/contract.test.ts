import { afterAll, beforeAll, describe } from 'vitest';
import { engines, openTestDatabase, type TestDatabase } from '../support/databases.ts';
import { describeLedgerContract } from './contract.ts';

describe.each(engines)('the ledger on %s', (engine) => {
  // To empty a database is much faster than to make one, on PostgreSQL.
  let shared: TestDatabase;
  beforeAll(async () => {
    shared = await openTestDatabase(engine);
  });
  afterAll(() => shared.close());

  describeLedgerContract({
    async open() {
      const { database } = shared;
      for (const table of ['operation_steps', 'operation_calls', 'operations', 'numbers'] as const) {
        await database.deleteFrom(table).execute();
      }
      return { database, close: async () => undefined };
    },
  });
});
