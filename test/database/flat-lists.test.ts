import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNumbers } from '../../bench/growth/numbers.ts';
import type { Database } from '../../src/database/database.ts';
import { createMigrator, migrate } from '../../src/database/migrate.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import type { NumberFilter } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createPostgresDatabase, engines } from '../support/databases.ts';
import { everything } from '../support/registry-harness.ts';

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
    expect((await createMigrator(database).migrateTo('0006-open-operations')).error).toBeUndefined();
    // Columns that were added later are not there yet.
    const added = ['agents', 'fallback_address', 'unlinked_at', 'gone_at'];
    const [first = {}] = inserted;
    const names = Object.keys(first).filter((name) => !added.includes(name));
    const rows = inserted.map((row) => sql`(${sql.join(names.map((name) => Reflect.get(row, name)))})`);
    await sql`insert into ${sql.table('phone_numbers')} (${sql.join(names.map((name) => sql.ref(name)))})
      values ${sql.join(rows)}`.execute(database);
    await sql`delete from ${sql.table('phone_numbers')} where id in (${sql.join(gone)})`.execute(database);
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

  it('are told where they drift, but for what had gone, and not since when', async () => {
    const registry = createRegistry(database, () => new Date(), 10);
    const { edges } = await registry.drift('UNLINKED', everything);
    const meant = numbers.filter((row) => row.status === 'ACTIVE' && row.kind === 'PSTN' && row.agent_id === null);
    expect(edges.map(({ node }) => node.phoneNumber.id).toSorted()).toEqual(meant.map(({ id }) => id).toSorted());
    expect(new Set(edges.map(({ node }) => node.since))).toEqual(new Set([null]));
    expect(await registry.countDrift('GONE_THERE', 10)).toBe(0);
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
