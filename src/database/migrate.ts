import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { isPostgres } from './database.ts';
import { up as numbersAndOperations } from './migrations/0001-numbers-and-operations.ts';
import { up as followUpsAndMarkers } from './migrations/0002-follow-ups-and-markers.ts';
import { up as calls } from './migrations/0003-calls.ts';
import { up as ledgerIdentities } from './migrations/0004-ledger-identities.ts';
import { up as lastLooks } from './migrations/0005-last-looks.ts';
import { up as openOperations } from './migrations/0006-open-operations.ts';
import { up as flatLists } from './migrations/0007-flat-lists.ts';
import { up as searchInTexts } from './migrations/0008-search-in-texts.ts';
import { lockSchema } from './postgres.ts';
import { schemaOf } from './schema.ts';
import type { Tables } from './tables.ts';

/** Every migration there is, in order. Forward only: a published one is never changed, a mistake gets a new one. */
const migrations: Record<string, Migration> = {
  '0001-numbers-and-operations': { up: numbersAndOperations },
  '0002-follow-ups-and-markers': { up: followUpsAndMarkers },
  '0003-calls': { up: calls },
  '0004-ledger-identities': { up: ledgerIdentities },
  '0005-last-looks': { up: lastLooks },
  '0006-open-operations': { up: openOperations },
  '0007-flat-lists': { up: flatLists },
  '0008-search-in-texts': { up: searchInTexts },
};

/** Brings the database to the newest schema, under a lock. Throws if a migration fails; nothing is half applied then. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  try {
    await (isPostgres(database) ? migratePostgres(database) : migrateSqlite(database));
  } catch (error) {
    throw new Error('The database could not be migrated.', { cause: error });
  }
}

async function migratePostgres(database: Kysely<Tables>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockSchema(transaction);
    const { error } = await createMigrator(transaction).migrateToLatest();
    if (error !== undefined) throw error;
  });
}

/** Kysely's migrator takes no transaction on SQLite. */
async function migrateSqlite(database: Kysely<Tables>): Promise<void> {
  await database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    const { error } = await createMigrator(connection).migrateToLatest();
    await (error === undefined ? sql`commit` : sql`rollback`).execute(connection);
    if (error !== undefined) throw error;
  });
}

/** Whether every migration has been applied; throws if the database does not answer. */
export async function isMigrated(database: Kysely<Tables>): Promise<boolean> {
  const known = await createMigrator(database).getMigrations();
  return known.every((migration) => migration.executedAt !== undefined);
}

/** Whether there are tables, and migrations that have yet to be applied to them; throws if the database does not answer. */
export async function isOfOlderVersion(database: Kysely<Tables>): Promise<boolean> {
  const known = await createMigrator(database).getMigrations();
  return new Set(known.map(({ executedAt }) => executedAt === undefined)).size > 1;
}

/** Applies migrations one by one, outside of any lock: for tests, which start from what older versions left. */
export function createMigrator(database: Kysely<Tables>): Migrator {
  const schema = schemaOf(database);
  return new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    // Without it, the tables of another schema of the same database are taken for its own.
    ...(schema !== undefined && { migrationTableSchema: schema }),
  });
}
