import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNumbers } from '../../bench/growth/numbers.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { up as numbersAndOperations } from '../../src/database/migrations/0001-numbers-and-operations.ts';
import { up as followUpsAndMarkers } from '../../src/database/migrations/0002-follow-ups-and-markers.ts';
import { up as calls } from '../../src/database/migrations/0003-calls.ts';
import { up as ledgerIdentities } from '../../src/database/migrations/0004-ledger-identities.ts';
import { up as lastLooks } from '../../src/database/migrations/0005-last-looks.ts';
import { up as openOperations } from '../../src/database/migrations/0006-open-operations.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { schemaOf } from '../../src/database/schema.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import type { NumberFilter } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createPostgresDatabase, engines } from '../support/databases.ts';
import { everything } from '../support/registry-harness.ts';

const before = {
  '0001-numbers-and-operations': { up: numbersAndOperations },
  '0002-follow-ups-and-markers': { up: followUpsAndMarkers },
  '0003-calls': { up: calls },
  '0004-ledger-identities': { up: ledgerIdentities },
  '0005-last-looks': { up: lastLooks },
  '0006-open-operations': { up: openOperations },
};
/** Of which some have gone before the migration: the rows have gaps. */
const inserted = [...makeNumbers(400)];
const gone = inserted.filter((_, index) => index % 3 === 0).map(({ id }) => id);
const numbers = inserted.filter(({ id }) => !gone.includes(id));

describe.each(engines)('numbers that a database on %s held before they were counted', (engine) => {
  let database: Database;
  const endings: (() => unknown)[] = [];
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
    endings.push(() => rmSync(folder, { recursive: true, force: true }));
    if (engine === 'SQLite') database = openSqlite(join(folder, 'test.db'), []);
    else {
      const { url, drop } = await createPostgresDatabase();
      endings.push(drop);
      database = await openPostgres({ url, schema: 'phone_numbers' }, { logger: createLogger('silent'), log: [] });
    }
    endings.push(() => database.destroy());
    const schema = schemaOf(database);
    const migrator = new Migrator({
      db: database,
      provider: { getMigrations: async () => before },
      ...(schema !== undefined && { migrationTableSchema: schema }),
    });
    expect((await migrator.migrateToLatest()).error).toBeUndefined();
    await database.insertInto('phone_numbers').values(inserted).execute();
    await database.deleteFrom('phone_numbers').where('id', 'in', gone).execute();
    await migrate(database);
  });
  afterAll(async () => {
    for (const end of endings.toReversed()) await end();
  });

  it('are counted, listed and found by their texts', async () => {
    const registry = createRegistry(database, () => new Date(), 10);
    const inAccount = numbers.filter(({ status }) => status !== 'RELEASED');
    expect(await registry.size()).toBe(numbers.length);
    for (const [filter, isMeant] of [
      [{}, () => true],
      [{ linked: true }, (row) => row.agent_id !== null],
      [{ country: 'GB', vendors: ['VOGENT'] }, (row) => row.country === 'GB' && row.vendor === 'VOGENT'],
      [{ contains: 'desk' }, (row) => `${row.address_folded} ${row.label_folded}`.includes('desk')],
    ] satisfies [NumberFilter, (row: (typeof numbers)[number]) => boolean][]) {
      const ids = inAccount.filter(isMeant).map(({ id }) => id);
      const { edges } = await registry.page({ filter, order: 'LABEL_ASC', paging: everything });
      expect(edges.map(({ node }) => node.id).toSorted()).toEqual(ids.toSorted());
      expect(await registry.count(filter)).toBe(ids.length);
    }
  });

  it('are found by their texts after the tables were rewritten', async () => {
    await sql.raw(engine === 'SQLite' ? 'vacuum' : 'vacuum full').execute(database);
    const registry = createRegistry(database, () => new Date(), 10);
    const desks = numbers.filter(
      ({ status, address_folded, label_folded }) =>
        status !== 'RELEASED' && `${address_folded} ${label_folded}`.includes('desk'),
    );
    expect(await registry.count({ contains: 'desk' })).toBe(desks.length);
  });
});
