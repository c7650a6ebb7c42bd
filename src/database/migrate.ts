import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import { isPostgres } from './database.ts';
import { up as numbersAndOperations } from './migrations/0001-numbers-and-operations.ts';
import { up as followUpsAndMarkers } from './migrations/0002-follow-ups-and-markers.ts';
import { up as calls } from './migrations/0003-calls.ts';
import type { Tables } from './tables.ts';

/** Every migration there is, in order. Forward only: a published one is never changed, a mistake gets a new one. */
const migrations: Record<string, Migration> = {
  '0001-numbers-and-operations': { up: numbersAndOperations },
  '0002-follow-ups-and-markers': { up: followUpsAndMarkers },
  '0003-calls': { up: calls },
};

/** Brings the database to the newest schema, under a lock. Throws if a migration fails; nothing is half applied then. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const { error } = isPostgres(database)
    ? await createMigrator(database, await schemaOf(database)).migrateToLatest()
    : await migrateInTransaction(database);
  if (error !== undefined) throw new Error('The database could not be migrated.', { cause: error });
}

/** Kysely's migrator takes a lock and a transaction on PostgreSQL, but neither on SQLite. */
function migrateInTransaction(database: Kysely<Tables>): Promise<MigrationResultSet> {
  return database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    const result = await createMigrator(connection, undefined).migrateToLatest();
    await (result.error === undefined ? sql`commit` : sql`rollback`).execute(connection);
    return result;
  });
}

/** Whether every migration has been applied; throws if the database does not answer. */
export async function isMigrated(database: Kysely<Tables>): Promise<boolean> {
  const schema = await schemaOf(database);
  if (schema === null) return false;
  const known = await createMigrator(database, schema).getMigrations();
  return known.every((migration) => migration.executedAt !== undefined);
}

/** Where the tables lie: on PostgreSQL the schema, null while there is none; SQLite has no schemas. */
async function schemaOf(database: Kysely<Tables>): Promise<string | null | undefined> {
  if (!isPostgres(database)) return undefined;
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(database);
  return rows[0]?.schema ?? null;
}

function createMigrator(database: Kysely<Tables>, schema: string | null | undefined): Migrator {
  return new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    // Without it, the tables of another schema of the same database are taken for its own.
    ...(schema && { migrationTableSchema: schema }),
  });
}
