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
import { up as sharedNumbers } from './migrations/0009-shared-numbers.ts';
import { up as drift } from './migrations/0010-drift.ts';
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
  '0009-shared-numbers': { up: sharedNumbers },
  '0010-drift': { up: drift },
};

/**
 * How the name of a migration ends after which older code does not work any more. All others only add what older code can do
 * without: it runs beside, and may start again, as in a roll-back.
 */
const BREAKING = '-breaking';

/** The tables are of a newer version that has left nothing that this one could work on. */
export class NewerTablesError extends Error {
  constructor(name: string) {
    super(
      `The tables are of a newer version, which this one cannot work on (${name}): start that, or restore a backup.`,
    );
    this.name = 'NewerTablesError';
  }
}

/**
 * Brings the database to the newest schema, under a lock. Returns what newer versions have done to it that this one knows
 * nothing of. Throws if a migration fails, nothing is half applied then; and `NewerTablesError`.
 */
export async function migrate(database: Kysely<Tables>): Promise<string[]> {
  try {
    return await (isPostgres(database) ? migratePostgres(database) : migrateSqlite(database));
  } catch (error) {
    throw error instanceof NewerTablesError
      ? error
      : new Error('The database could not be migrated.', { cause: error });
  }
}

function migratePostgres(database: Kysely<Tables>): Promise<string[]> {
  return database.transaction().execute(async (transaction) => {
    await lockSchema(transaction);
    return applyMissing(transaction);
  });
}

/** Kysely's migrator takes no transaction on SQLite. */
function migrateSqlite(database: Kysely<Tables>): Promise<string[]> {
  return database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const newer = await applyMissing(connection);
      await sql`commit`.execute(connection);
      return newer;
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

async function applyMissing(connection: Kysely<Tables>): Promise<string[]> {
  const newer = await findNewer(connection);
  const breaking = newer.find((name) => name.endsWith(BREAKING));
  if (breaking !== undefined) throw new NewerTablesError(breaking);
  const { error } = await createMigrator(connection, newer).migrateToLatest();
  if (error !== undefined) throw error;
  return newer;
}

/** The migrations of newer versions that have been applied. */
async function findNewer(database: Kysely<Tables>): Promise<string[]> {
  const known = await createMigrator(database).getMigrations();
  // The table of their names is made with the first of them.
  if (known.every(({ executedAt }) => executedAt === undefined)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table('kysely_migration')}`.execute(database);
  return rows.flatMap(({ name }) => (name in migrations ? [] : [name])).toSorted();
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

/**
 * Applies migrations one by one, outside of any lock: for tests, which start from what older versions left. `newer`: those that
 * this version knows nothing of, and that are applied.
 */
export function createMigrator(database: Kysely<Tables>, newer: readonly string[] = []): Migrator {
  const schema = schemaOf(database);
  const applied = Object.fromEntries(newer.map((name) => [name, { up: async () => undefined }]));
  return new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...migrations, ...applied }) },
    // Without it, the tables of another schema of the same database are taken for its own.
    ...(schema !== undefined && { migrationTableSchema: schema }),
  });
}
